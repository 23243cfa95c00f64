package org.healthsync.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.plugin.Containment;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginSettings;
import org.healthsync.spi.PluginConfig;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.SpiVersion;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.stream.StreamDescriptor;
import redis.clients.jedis.UnifiedJedis;

/** The stage as the server wires it, around a provider of the test's making. */
final class FetchBench implements AutoCloseable {

  static final String OLD_TOKEN = "old-access-token";
  static final String NEW_TOKEN = "new-access-token";
  static final Duration PATIENCE = Duration.ofSeconds(45);
  static final BudgetSettings BUDGETS =
      new BudgetSettings(4, 8, 20, Duration.ofSeconds(2), Duration.ofSeconds(34));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final UnifiedJedis redis;
  private final MovedTime time = new MovedTime();
  private final URI address;
  private final Provider provider;
  private final List<AccessToken> refused = new ArrayList<>();
  private final List<NoAnswer> unanswered = new CopyOnWriteArrayList<>();
  private final FetchSettings settings;
  private final Outbound outbound;

  FetchBench(RealRedis redis, URI address, Provider provider) {
    this(redis, address, provider, Duration.ofMillis(1500), 64 * 1024);
  }

  FetchBench(RealRedis redis, URI address, Provider provider, Duration answer, long maxBody) {
    this.settings =
        new FetchSettings(
            Duration.ofSeconds(2),
            answer,
            Duration.ofSeconds(5),
            maxBody,
            1000,
            "HealthDataSync/test",
            4,
            3,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));
    this.redis = redis.client();
    this.redis.flushAll();
    this.address = address;
    this.provider = provider;
    this.outbound = outbound(Attempts.once());
  }

  Outbound outbound(Attempts attempts) {
    RedisContact contact = new RedisContact(time, FetchListener.NONE);
    return new Outbound(
        BudgetsTest.budgets(redis, new RememberedUse(time), BUDGETS, time, contact),
        new Breakers(redis, contact, settings, FetchListener.NONE, time, time),
        attempts,
        threads,
        settings,
        listener(),
        time);
  }

  private FetchListener listener() {
    return new FetchListener() {
      @Override
      public void failed(ProviderId provider, String operation, NoAnswer reason, Duration took) {
        unanswered.add(reason);
      }
    };
  }

  /** Why no answers came, in order. */
  List<NoAnswer> unanswered() {
    return unanswered;
  }

  HostHttp http() {
    return http(outbound);
  }

  HostHttp http(Outbound way) {
    return http(way, tokens());
  }

  HostHttp http(TokenSource tokens) {
    return http(outbound, tokens);
  }

  private HostHttp http(Outbound way, TokenSource tokens) {
    return new HostHttp(
        plugin(),
        new HostHttp.Line("default", "tenant", "account", "connection", Lane.SCHEDULED),
        tokens,
        way,
        NO_JSON);
  }

  ProviderTokenHttp tokenHttp() {
    return new ProviderTokenHttp(outbound);
  }

  PageFetcher fetcher() {
    return new PageFetcher(new PluginCall(threads), settings);
  }

  MovedTime time() {
    return time;
  }

  /** Tokens that the provider refused, in order. */
  List<AccessToken> refused() {
    return refused;
  }

  ActivePlugin plugin() {
    Map<String, URI> endpoints = Map.of("authorize", address, "token", address, "api", address);
    return new ActivePlugin(
        descriptor(endpoints),
        provider,
        "1",
        "zoo.jar",
        new PluginSettings(
            new ClientCredentials("client", Secret.of("Jefe")),
            Map.of("default", endpoints),
            new NoKeys()),
        Map.of(),
        new Containment(FetchBench.class.getClassLoader(), 5));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    redis.close();
  }

  private TokenSource tokens() {
    return new TokenSource() {
      @Override
      public AccessToken current() {
        return new AccessToken(Secret.of(OLD_TOKEN));
      }

      @Override
      public AccessToken renew(AccessToken token) {
        refused.add(token);
        return new AccessToken(Secret.of(NEW_TOKEN));
      }
    };
  }

  private static ProviderDescriptor descriptor(Map<String, URI> endpoints) {
    return new ProviderDescriptor(
        "zoo",
        "Zoo",
        SpiVersion.current(),
        new Authorization(
            List.of(new Region("default", "World", endpoints)),
            Authorization.ClientAuthentication.BODY,
            Authorization.Pkce.NONE,
            " ",
            List.of(),
            Map.of(),
            TokenEndpoint.standard(),
            Refresh.rotating()),
        List.of(
            new StreamDescriptor(
                "weights",
                "Weights",
                Set.of(),
                StreamDescriptor.Movement.INCREMENTAL,
                StreamDescriptor.Granularity.INSTANT,
                null,
                Duration.ZERO,
                Duration.ofHours(1),
                null,
                false,
                null)),
        List.of(
            new Budget(
                "app",
                Budget.Scope.CLIENT,
                List.of(Budget.Allowance.sliding(5, Duration.ofMinutes(1))),
                true,
                PATIENCE)),
        Set.of(),
        List.of());
  }

  /** No answer of these tests is JSON. */
  private static final JsonReader NO_JSON =
      payload -> {
        throw new ProviderException(StandardError.BAD_PAYLOAD, "not well-formed");
      };

  private static final class NoKeys implements PluginConfig {
    @Override
    public String text(String key) {
      throw new IllegalArgumentException(key);
    }

    @Override
    public long integer(String key) {
      throw new IllegalArgumentException(key);
    }

    @Override
    public boolean truth(String key) {
      throw new IllegalArgumentException(key);
    }

    @Override
    public Duration duration(String key) {
      throw new IllegalArgumentException(key);
    }
  }
}
