package org.healthsync.testkit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.map.json.StrictJson;
import org.healthsync.spi.PluginConfig;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * A small host for one plugin: creates it as the service does, sends its requests to a {@link
 * StubServer} and reads pages until there are no more. For tests; one thread.
 */
public final class TestHost implements AutoCloseable {

  /** JSON as the service reads it. */
  public static final JsonReader JSON = new StrictJson();

  /** Pages after which a run is given up. */
  private static final int MAX_PAGES = 1000;

  private final StubServer stub = StubServer.start();
  private final TestLog log = new TestLog();
  private final TestClient client = new TestClient();
  private final ProviderDescriptor descriptor;
  private final SettableClock clock;
  private final Account account;
  private final Provider provider;

  /**
   * Creates the plugin's provider.
   *
   * @param config the operator's settings; unknown keys are refused
   * @param accountId the provider's id of the account that all requests are about
   * @param now where the clock stands
   */
  public TestHost(
      ProviderPlugin plugin, Map<String, String> config, String accountId, Instant now) {
    this.descriptor = plugin.descriptor();
    this.clock = new SettableClock(now);
    this.account =
        new Account(accountId, descriptor.authorization().defaultRegion().id(), null, Set.of());
    this.provider = plugin.create(new Context(new TestConfig(descriptor, config)));
  }

  /** The provider under test. */
  public Provider provider() {
    return provider;
  }

  /** Its descriptor. */
  public ProviderDescriptor descriptor() {
    return descriptor;
  }

  /** The provider's cloud. */
  public StubServer stub() {
    return stub;
  }

  /** The plugin's clock. */
  public SettableClock clock() {
    return clock;
  }

  /** Whom all requests are about. */
  public Account account() {
    return account;
  }

  /** All that the plugin logged. */
  public List<String> log() {
    return log.lines();
  }

  /** A way out with an access token that was not refused yet. */
  public ProviderHttp http() {
    return new TestHttp(descriptor, provider, JSON, stub.baseUri());
  }

  /** What notifications are verified with. */
  public NotificationContext notificationContext() {
    return client;
  }

  /** Fetches one page; null window for what is new, null cursor for the very first page. */
  public Page fetch(String stream, @Nullable Window window, @Nullable Cursor cursor)
      throws ProviderException {
    return provider.fetch(
        new FetchRequest(
            stream, account, window, cursor, null, descriptor.authorization().scopeNames()),
        http());
  }

  /**
   * Fetches pages until there are no more.
   *
   * @throws ProviderException as the plugin throws it, and {@code ENDLESS_PAGING} when a cursor
   *     comes twice in a row
   */
  public List<Page> drain(String stream, @Nullable Window window, @Nullable Cursor from)
      throws ProviderException {
    List<Page> pages = new ArrayList<>();
    Cursor cursor = from;
    while (pages.size() < MAX_PAGES) {
      Page page = fetch(stream, window, cursor);
      pages.add(page);
      if (!page.more()) {
        return pages;
      }
      if (page.next().equals(cursor)) {
        throw new ProviderException(StandardError.ENDLESS_PAGING, "the cursor does not move");
      }
      cursor = page.next();
    }
    throw new AssertionError(stream + " did not end after " + MAX_PAGES + " pages");
  }

  @Override
  public void close() {
    provider.close();
    stub.close();
  }

  private final class Context implements PluginContext {

    private final PluginConfig config;

    Context(PluginConfig config) {
      this.config = config;
    }

    @Override
    public PluginConfig config() {
      return config;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public JsonReader json() {
      return JSON;
    }

    @Override
    public System.Logger log() {
      return log;
    }
  }
}
