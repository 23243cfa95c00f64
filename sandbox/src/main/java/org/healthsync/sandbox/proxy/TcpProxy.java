package org.healthsync.sandbox.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands on loopback between a client and a server on loopback and does to their bytes what it is
 * told, while it runs. It has threads of its own, two for each connection. Safe for many threads.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int BACKLOG = 200;
  private static final int CONNECT_MILLIS = 5_000;

  private final ServerSocket listener;
  private final AtomicInteger upstream = new AtomicInteger();
  private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong turnedAway = new AtomicLong();
  private final Leg toServer = new Leg();
  private final Leg toClient = new Leg();
  private final AnswerDrop drops = new AnswerDrop();
  private volatile boolean refusing;
  private volatile @Nullable SSLContext tls;

  private TcpProxy(ServerSocket listener) {
    this.listener = listener;
  }

  /** Starts one on a free port; it turns everybody away until {@link #forwardTo} was called. */
  public static TcpProxy start() {
    try {
      TcpProxy proxy = new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      Thread acceptor = new Thread(proxy::acceptAll, "proxy-" + proxy.port());
      acceptor.setDaemon(true);
      acceptor.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no free loopback port", e);
    }
  }

  /** From now on new connections go to the server at this port. */
  public TcpProxy forwardTo(int port) {
    upstream.set(port);
    return this;
  }

  /** From now on new connections are to be TLS, which ends here. */
  public TcpProxy secured(SSLContext context) {
    tls = context;
    return this;
  }

  /** Where clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** What happens to requests. */
  public Leg toServer() {
    return toServer;
  }

  /** What happens to answers. */
  public Leg toClient() {
    return toClient;
  }

  /** Turns new connections away by a reset, and ends the open ones so. */
  public void refuse() {
    refusing = true;
    reset();
  }

  /** Ends all open connections by a reset; new ones are served. */
  public void reset() {
    open.forEach(ProxiedConnection::reset);
  }

  /**
   * Loses answers after the server has done what it was asked for: the next pieces of answers that
   * hold the text are thrown away, and their connections end by a reset.
   */
  public void dropAnswers(int times, String holding) {
    dropAnswers(times, holding, holding);
  }

  /**
   * The same for answers that come in several pieces: all is thrown away from the piece that holds
   * the text up to the one that holds {@code until}, which the server sends when it has done it.
   */
  public void dropAnswers(int times, String holding, String until) {
    drops.next(times, holding, until);
  }

  /** How many of them have not come yet. */
  public int answersStillToDrop() {
    return drops.left();
  }

  /** Back to normal in both directions. */
  public void heal() {
    refusing = false;
    drops.heal();
    toServer.heal();
    toClient.heal();
  }

  /** Connections that were ever served. */
  public long accepted() {
    return accepted.get();
  }

  /** Connections that were turned away. */
  public long turnedAway() {
    return turnedAway.get();
  }

  /** Connections that are open now. */
  public int connections() {
    return open.size();
  }

  AnswerDrop drops() {
    return drops;
  }

  void ended(ProxiedConnection connection) {
    open.remove(connection);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        System.getLogger(TcpProxy.class.getName())
            .log(System.Logger.Level.DEBUG, "a connection was not served", e);
      }
    }
  }

  private void serve(Socket client) throws IOException {
    if (refusing || upstream.get() == 0) {
      turnAway(client);
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.get()), CONNECT_MILLIS);
    } catch (IOException e) {
      server.close();
      turnAway(client);
      return;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    ProxiedConnection connection = new ProxiedConnection(plain(client), server, this);
    open.add(connection);
    accepted.incrementAndGet();
    connection.start();
  }

  private Socket plain(Socket client) throws IOException {
    SSLContext context = tls;
    // the handshake comes with the first bytes, on the connection's own thread
    return context == null ? client : context.getSocketFactory().createSocket(client, null, true);
  }

  private void turnAway(Socket client) throws IOException {
    turnedAway.incrementAndGet();
    client.setSoLinger(true, 0);
    client.close();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy's port cannot be closed", e);
    }
    reset();
  }
}
