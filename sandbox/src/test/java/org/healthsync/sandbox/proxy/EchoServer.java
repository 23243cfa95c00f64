package org.healthsync.sandbox.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends back what it gets and remembers it. */
final class EchoServer implements AutoCloseable {

  private final ServerSocket listener;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private EchoServer(ServerSocket listener) {
    this.listener = listener;
  }

  static EchoServer start() {
    try {
      EchoServer server = new EchoServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
      daemon(server::acceptAll);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  String received() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void acceptAll() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        daemon(() -> echo(client));
      }
    } catch (IOException e) {
      // the test is over
      return;
    }
  }

  private void echo(Socket client) {
    byte[] buffer = new byte[8192];
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
        synchronized (received) {
          received.write(buffer, 0, length);
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // that is what some tests are about
      return;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
