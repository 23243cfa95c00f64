package org.healthsync.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider on the loopback device that answers byte for byte as a test says, well or badly. */
final class ScriptedServer implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Answer> answers;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Writes an answer; {@code closed} ends waiting when the test is over. */
  @FunctionalInterface
  interface Answer {
    void write(OutputStream out, CountDownLatch closed) throws IOException, InterruptedException;
  }

  /** Gives the answers in turn; the last one is repeated. */
  ScriptedServer(Answer... answers) {
    this.answers = List.of(answers);
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  static Answer http(String status, String headers, byte[] body) {
    return (out, closed) -> {
      out.write(head(status, headers + "Content-Length: " + body.length + "\r\n"));
      out.write(body);
    };
  }

  static Answer http(String status, String headers, String body) {
    return http(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer ok(String body) {
    return http("200 OK", "Content-Type: application/json\r\n", body);
  }

  static byte[] head(String status, String headers) {
    return ("HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  /** Heads and bodies as received. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (closed.getCount() > 0) {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream()) {
      requests.add(read(in));
      answers.get(Math.min(next.getAndIncrement(), answers.size() - 1)).write(out, closed);
    } catch (IOException e) {
      // the client hung up, which some tests want
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    while (!received.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("no request");
      }
      received.write(one);
    }
    String head = received.toString(StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return head + new String(body, StandardCharsets.UTF_8);
  }
}
