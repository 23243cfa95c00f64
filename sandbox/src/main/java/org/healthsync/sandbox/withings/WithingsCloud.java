package org.healthsync.sandbox.withings;

import java.net.URI;
import org.healthsync.sandbox.http.LoopbackServer;

/**
 * A running simulated Withings cloud. Both vendor hosts (consent and API) are at {@link
 * #baseUri()}; the control API is below {@code /control}. All state is in memory and gone after
 * {@link #close()}. Safe for many threads.
 */
public final class WithingsCloud implements AutoCloseable {

  private final WithingsCloudOptions options;
  private final Client client;
  private final LoopbackServer server;
  private volatile World world;

  private WithingsCloud(WithingsCloudOptions options) {
    this.options = options;
    this.client = new Client(options.clientId(), options.clientSecret(), options.redirectUris());
    this.world = new World(options, client, this::reset);
    this.server = LoopbackServer.start(options.port(), call -> world.answer(call));
  }

  /**
   * Starts a cloud on the loopback interface; it accepts calls when this returns.
   *
   * @throws IllegalStateException when the port is taken
   */
  public static WithingsCloud start(WithingsCloudOptions options) {
    return new WithingsCloud(options);
  }

  /** Where both vendor hosts answer, without a slash at the end. */
  public URI baseUri() {
    return server.baseUri();
  }

  /** The address of the consent page, to which an application adds its query. */
  public URI consentUri() {
    return URI.create(baseUri() + "/oauth2_user/authorize2");
  }

  /** A client of the control API of this cloud. */
  public SandboxControl control() {
    return new SandboxControl(baseUri());
  }

  /** Back to the state after the start: data, tokens, subscriptions, faults, statistics. */
  private void reset() {
    world = new World(options, client, this::reset);
  }

  @Override
  public void close() {
    server.close();
  }
}
