package org.healthsync.sandbox.http;

import java.net.URI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running HTTP/1.1 server that only this machine can reach. Closing it frees the port. */
public final class LoopbackServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final Server server;
  private final ServerConnector connector;

  private LoopbackServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts a server and returns when it accepts calls.
   *
   * @param port to listen on; 0 picks a free one
   * @throws IllegalStateException when the port cannot be opened
   */
  public static LoopbackServer start(int port, Endpoint endpoint) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("sandbox");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, plainHttp());
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new EndpointHandler(endpoint));
    LoopbackServer started = new LoopbackServer(server, connector);
    try {
      server.start();
    } catch (Exception e) {
      started.close();
      throw new IllegalStateException("cannot listen on loopback port " + port, e);
    }
    return started;
  }

  private static HttpConnectionFactory plainHttp() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return new HttpConnectionFactory(http);
  }

  /** Where the server answers, without a slash at the end. */
  public URI baseUri() {
    return URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the loopback server did not stop", e);
    }
  }
}
