package org.healthsync.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A port that answers whoever begins TLS in plain text. */
public final class NotTls implements AutoCloseable {

  private static final int LONGEST_MILLIS = 5_000;

  private final ServerSocket port;

  /** Listens. */
  public NotTls() {
    try {
      port = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread listener = new Thread(this::answer, "not-tls");
    listener.setDaemon(true);
    listener.start();
  }

  /** Where. */
  public URI address() {
    return URI.create("https://127.0.0.1:" + port.getLocalPort() + "/");
  }

  private void answer() {
    while (!port.isClosed()) {
      try (Socket caller = port.accept()) {
        caller
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        caller.getOutputStream().flush();
        // what is left unread would reset the connection before the caller has read the answer
        caller.shutdownOutput();
        caller.setSoTimeout(LONGEST_MILLIS);
        caller.getInputStream().readAllBytes();
      } catch (IOException e) {
        // closed, by us or by the caller
      }
    }
  }

  @Override
  public void close() {
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
