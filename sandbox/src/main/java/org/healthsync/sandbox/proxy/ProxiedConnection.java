package org.healthsync.sandbox.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client, its way to the server and back: a thread for each direction. */
final class ProxiedConnection implements Leg.Liveness {

  private static final int BUFFER = 16 * 1024;

  private final Socket client;
  private final Socket server;
  private final TcpProxy proxy;
  private final AtomicBoolean alive = new AtomicBoolean(true);

  ProxiedConnection(Socket client, Socket server, TcpProxy proxy) {
    this.client = client;
    this.server = server;
    this.proxy = proxy;
  }

  void start() {
    daemon("proxy-to-server", () -> pump(client, server, proxy.toServer(), false)).start();
    daemon("proxy-to-client", () -> pump(server, client, proxy.toClient(), true)).start();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean alive() {
    return alive.get();
  }

  private void pump(Socket from, Socket to, Leg leg, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    long passed = 0;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length = in.read(buffer);
      while (length > 0) {
        if (answers && proxy.drops().takes(buffer, length)) {
          swallow(in, buffer, length);
          reset();
          return;
        }
        passed += pass(buffer, length, passed, leg, out);
        if (leg.left(passed) == 0) {
          reset();
          return;
        }
        length = in.read(buffer);
      }
      to.shutdownOutput();
      if (answers) {
        close();
      }
    } catch (IOException e) {
      // whichever side ended it, the other one learns of it the same way
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  /** Lets the server finish: what it says to the end of this answer is lost as well. */
  private void swallow(InputStream in, byte[] buffer, int first) throws IOException {
    String end = proxy.drops().end();
    int length = first;
    while (length > 0 && !AnswerDrop.holds(buffer, length, end)) {
      length = in.read(buffer);
    }
  }

  /** Sends in pieces as the leg wants them; gives how many bytes went. */
  private int pass(byte[] buffer, int length, long before, Leg leg, OutputStream out)
      throws IOException, InterruptedException {
    int sent = 0;
    while (sent < length && leg.hold(this)) {
      int piece = (int) Math.min(leg.pieceOf(length - sent), leg.left(before + sent));
      if (piece == 0) {
        return sent;
      }
      out.write(buffer, sent, piece);
      out.flush();
      sent += piece;
    }
    return sent;
  }

  /** Ends both sides at once, so that whoever writes or reads gets "connection reset". */
  void reset() {
    if (alive.compareAndSet(true, false)) {
      quietly(() -> client.setSoLinger(true, 0));
      quietly(() -> server.setSoLinger(true, 0));
      end();
    }
  }

  private void close() {
    if (alive.compareAndSet(true, false)) {
      end();
    }
  }

  private void end() {
    quietly(client::close);
    quietly(server::close);
    proxy.ended(this);
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      System.getLogger(ProxiedConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "a socket was gone already", e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
