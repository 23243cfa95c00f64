package org.healthsync.sync;

import static org.healthsync.connect.fixture.Stage.DEMO;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.fixture.OneProvider;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.fetch.SecretSigner;
import org.healthsync.notify.ChangeEffects;
import org.healthsync.notify.Inbox;
import org.healthsync.notify.InboxWork;
import org.healthsync.notify.NotifyListener;
import org.healthsync.notify.NotifySettings;
import org.healthsync.notify.SubscriptionCalls;
import org.healthsync.notify.Subscriptions;
import org.healthsync.notify.WebhookKey;
import org.healthsync.notify.Webhooks;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.plugin.Containment;
import org.healthsync.plugin.PluginCall;
import org.healthsync.plugin.PluginSettings;
import org.healthsync.plugin.WebhookSecrets;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.Capability;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.notify.Notified;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;

/** Notifications of a replica on the database of {@link Stage}, with a provider made of text. */
final class NotifyReplica implements AutoCloseable {

  static final String APP_KEY = "one-address-for-the-whole-application";

  final Stage stage;
  private final KeptConnections connections;
  final Map<NotifyListener.Fate, AtomicInteger> fates = new EnumMap<>(NotifyListener.Fate.class);
  final Map<ConnectionId, URI> callbacks = new ConcurrentHashMap<>();
  final Subscriptions subscriptions;
  final Inbox inbox;
  final InboxWork work;
  final Webhooks webhooks;
  final SyncRequests requests = new SyncRequests();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ActivePlugin plugin;
  private final Targets targets = new Targets();
  private volatile boolean inService = true;

  /** A replica that works on what it takes at once, or only when it is told to. */
  NotifyReplica(Stage stage, boolean atOnce) {
    this.stage = stage;
    for (NotifyListener.Fate fate : NotifyListener.Fate.values()) {
      fates.put(fate, new AtomicInteger());
    }
    this.plugin = plugin(stage);
    this.connections = new KeptConnections(stage.dataSource);
    Database database = new Database(connections.dataSource());
    NotifySettings settings =
        new NotifySettings(
            new PublicAddress(URI.create("https://sync.example")),
            true,
            Duration.ofDays(7),
            Duration.ofMinutes(1),
            4,
            Duration.ofDays(1));
    subscriptions =
        new Subscriptions(
            database, stage.sealer, new Remembering(), settings, threads, stage.clock);
    inbox = new Inbox(database, stage.sealer, stage.clock);
    NotifyListener listener = (provider, fate) -> count(fate).incrementAndGet();
    work =
        new InboxWork(
            inbox,
            new NotifiedAccounts(database, stage.connections, targets),
            effects(),
            listener,
            atOnce ? threads : closed(),
            settings.park(),
            stage.clock);
    webhooks =
        new Webhooks(
            id -> Optional.of(plugin).filter(known -> inService && known.id().equals(id)),
            new PluginCall(threads),
            SecretSigner::new,
            subscriptions,
            inbox,
            work,
            listener,
            database,
            stage.audit,
            stage.clock);
  }

  private ChangeEffects effects() {
    SyncRuns runs = new SyncRuns();
    WorkQueue queue = new WorkQueue();
    return new NotifiedChanges(
        stage.database,
        new NotifiedFetches(requests, runs, queue, () -> {}, stage.clock),
        targets,
        new Replica(stage.database, stage.clock, stage.sealer, threads).notified,
        stage.tokens,
        new GrantedScopes(stage.database, stage.audit, stage.clock),
        new SyncService(stage.database, stage.clock, requests, runs, queue, () -> {}));
  }

  /** As a server that stops: nothing is taken any more. */
  private static ExecutorService closed() {
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdown();
    return closed;
  }

  AtomicInteger count(NotifyListener.Fate fate) {
    return Objects.requireNonNull(fates.get(fate));
  }

  /** Subscribes a connection and gives the key of its address. */
  WebhookKey subscribe(ConnectionId connection) {
    subscriptions.begin(connection, OneProvider.ID);
    URI callback = subscriptions.callback(connection).orElseThrow();
    return WebhookKey.of(callback.getPath().substring("/webhooks/withings/".length()));
  }

  int post(WebhookKey key, String body) {
    return call("POST", "withings", key, body).status();
  }

  Webhooks.Answer call(String method, String provider, WebhookKey key, String body) {
    return webhooks.take(
        provider, key, new Webhooks.Call(method, Map.of(), Map.of(), Payload.of(body)));
  }

  /**
   * Does something right after a connection was looked up for the {@code looks}th time from now.
   */
  void afterLooks(int looks, Runnable what) {
    targets.afterLook = what;
    targets.looks.set(looks);
  }

  /** Nothing that comes to an address can be verified any more. */
  void outOfService() {
    inService = false;
  }

  /** As in a replica whose plugin could not be loaded, or as before. */
  void plugin(boolean active) {
    targets.active = active;
  }

  private final class Targets implements SyncTargets {

    private final AtomicInteger looks = new AtomicInteger();
    private volatile Runnable afterLook = () -> {};
    private volatile boolean active = true;

    @Override
    public Optional<SyncTarget> find(ConnectionId id) {
      Optional<SyncTarget> found =
          connection(id).filter(connection -> active).map(NotifyReplica.this::target);
      if (looks.decrementAndGet() == 0) {
        afterLook.run();
      }
      return found;
    }

    @Override
    public Optional<String> waitsFor(ConnectionId id) {
      return connection(id).map(connection -> PLUGIN_NOT_ACTIVE);
    }

    private Optional<AccountConnection> connection(ConnectionId id) {
      return stage
          .connections
          .byId(id)
          .filter(connection -> connection.status() == ConnectionStatus.ACTIVE);
    }
  }

  private SyncTarget target(AccountConnection connection) {
    return new SyncTarget(
        connection.tenant(),
        connection.id(),
        plugin,
        Account.of(connection.accountId().orElseThrow()),
        connection.grantedScopes(),
        "Patient/a",
        ZoneOffset.UTC);
  }

  private static ActivePlugin plugin(Stage stage) {
    ProviderDescriptor basic = stage.provider.descriptor(OneProvider.ID).orElseThrow();
    return new ActivePlugin(
        new ProviderDescriptor(
            basic.id(),
            basic.name(),
            basic.spiVersion(),
            basic.authorization(),
            basic.streams(),
            basic.budgets(),
            Set.of(Capability.NOTIFICATIONS, Capability.SUBSCRIBE_PER_ACCOUNT),
            basic.configuration()),
        new Textual(),
        "1.0",
        "sample.jar",
        new PluginSettings(
            new ClientCredentials("client", Secret.of("secret")),
            Map.of(),
            OneTarget.of(ConnectionId.random(), ZoneOffset.UTC).plugin().settings().config(),
            new WebhookSecrets(
                Optional.of(Secret.of(APP_KEY)), Map.of("SIGNATURE", Secret.of("s3cr3t")))),
        Map.of(),
        new Containment(NotifyReplica.class.getClassLoader(), 5));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close();
  }

  /** Remembers what was subscribed. */
  private final class Remembering implements SubscriptionCalls {
    @Override
    public boolean offered(ProviderId provider) {
      return provider.equals(OneProvider.ID);
    }

    @Override
    public void subscribe(ConnectionId connection, URI callback) {
      callbacks.put(connection, callback);
    }
  }

  /** Each line of a body is a change: what, account and the rest. */
  private static final class Textual implements Provider {

    @Override
    public Page fetch(FetchRequest request, ProviderHttp http) {
      throw new AssertionError("nothing is fetched here");
    }

    @Override
    public Notified onNotification(Notification notification, NotificationContext context) {
      if (!notification.method().equals("POST")) {
        return Notified.handshake(200, "text/plain", Payload.of("hello"));
      }
      String body = notification.body().utf8();
      if (body.equals("hang")) {
        return hang();
      }
      if (body.startsWith("secret ")) {
        boolean right =
            context.matchesSecret("signature", body.substring(7))
                && context
                    .mac("signature", ClientSigner.Mac.HMAC_SHA256, new byte[] {1})
                    .isPresent()
                && context.mac("other", ClientSigner.Mac.HMAC_SHA256, new byte[] {1}).isEmpty();
        return right ? Notified.accepted(204, List.of()) : Notified.refused("wrong secret");
      }
      List<Change> changes = new ArrayList<>();
      body.lines().forEach(line -> changes.add(change(line.split(" ", -1))));
      return Notified.accepted(200, changes);
    }

    private static Notified hang() {
      try {
        new java.util.concurrent.CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Notified.refused("interrupted");
    }

    private static Change change(String[] words) {
      return switch (words[0]) {
        case "news" -> new Change.Fetch(words[1], words[2], null);
        case "window" ->
            new Change.Fetch(
                words[1], words[2], new Window(at(words[3]), at(words[3]).plusSeconds(1)));
        case "data" -> new Change.Data(words[1], page(words[2], words[3]));
        case "deleted" -> new Change.Deleted(words[1], words[2], words[3]);
        case "revoked" -> new Change.Revoked(words[1]);
        case "permissions" ->
            new Change.Permissions(words[1], Set.copyOf(Arrays.asList(words[2].split(","))));
        default -> throw new IllegalArgumentException("no change");
      };
    }

    private static RawPage page(String stream, String content) {
      return new RawPage(stream, Payload.of(content), "text/plain", Map.of(), at("0"));
    }

    /** Weights as {@code key=kilograms}, separated by commas; one of {@code ?} is a problem. */
    @Override
    public void map(RawPage page, ReadingSink sink) throws ProviderException {
      if (page.payload().utf8().equals("hang")) {
        hang();
      }
      for (String weight : page.payload().utf8().split(",", -1)) {
        String[] parts = weight.split("=", -1);
        if (parts.length != 2) {
          throw new ProviderException(StandardError.BAD_PAYLOAD, "no weights");
        }
        if (parts[1].equals("?")) {
          sink.problem(
              new MappingProblem("missing-value", "", "no weight", "body-weight", parts[0]));
        } else {
          sink.reading(weight(parts[0], new BigDecimal(parts[1])));
        }
      }
    }

    private static Reading weight(String key, BigDecimal kilograms) {
      return new Reading.Scalar(
          new Header(
              "body-weight",
              key,
              new Timing.At(Timing.Moment.at(at("0"), ZoneOffset.UTC)),
              null,
              Header.RecordingMethod.UNKNOWN,
              null,
              false,
              Map.of()),
          new Value.Quantity(kilograms, "kg", Value.Comparator.EXACT));
    }

    private static Instant at(String second) {
      return Instant.parse("2026-02-01T00:00:00Z").plusSeconds(Long.parseLong(second));
    }
  }

  ConnectionStatus status(ConnectionId connection) {
    return stage.connections.find(DEMO, connection).orElseThrow().status();
  }
}
