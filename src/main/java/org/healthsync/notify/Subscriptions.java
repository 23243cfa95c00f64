package org.healthsync.notify;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Remedy;

/**
 * Keeps providers notifying: a callback for each active connection, tried again with growing
 * delays, and made again now and then. Safe for many threads.
 */
public final class Subscriptions {

  private static final System.Logger LOG = System.getLogger(Subscriptions.class.getName());
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final int PATIENCE = 5;
  private static final int AT_ONCE = 50;

  private final Database database;
  private final SubscriptionTable table;
  private final SubscriptionCalls calls;
  private final NotifySettings settings;
  private final ExecutorService executor;
  private final Clock clock;

  /**
   * Keeps subscriptions in {@code database}.
   *
   * @param executor the server's threads
   */
  public Subscriptions(
      Database database,
      Sealer sealer,
      SubscriptionCalls calls,
      NotifySettings settings,
      ExecutorService executor,
      Clock clock) {
    this.database = database;
    this.table = new SubscriptionTable(sealer);
    this.calls = calls;
    this.settings = settings;
    this.executor = executor;
    this.clock = clock;
  }

  /** A connection became active, not for the first time perhaps: the provider shall notify. */
  public void begin(ConnectionId connection, ProviderId provider) {
    if (!settings.subscribe() || !calls.offered(provider)) {
      return;
    }
    database.inTransaction(
        transaction -> {
          table.begin(transaction, connection, provider, clock.instant());
          return connection;
        });
    try {
      executor.execute(() -> tryNow(connection));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "no thread is free; the chore subscribes");
    }
  }

  private void tryNow(ConnectionId connection) {
    try {
      database
          .inTransaction(transaction -> table.take(transaction, connection, lease()))
          .ifPresent(this::attempt);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "connection %s subscribes later: %s".formatted(connection, FailureTrace.of(e)));
    }
  }

  /** Tries what is due, and finds active connections that have no callback yet. */
  public void attemptDue(List<ProviderId> providers) {
    if (!settings.subscribe()) {
      return;
    }
    List<String> offered =
        providers.stream().filter(calls::offered).map(ProviderId::value).toList();
    Instant now = clock.instant();
    database.inTransaction(transaction -> table.beginForgotten(transaction, offered, now, AT_ONCE));
    database
        .inTransaction(transaction -> table.take(transaction, now, lease(), AT_ONCE))
        .forEach(this::attempt);
  }

  private Instant lease() {
    return clock.instant().plus(LEASE);
  }

  /** What goes wrong on our side is tried again when the lease ends and holds up no other. */
  private void attempt(Subscription subscription) {
    try {
      subscribe(subscription);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "connection %s subscribes later: %s"
                  .formatted(subscription.connection(), FailureTrace.of(e)));
    }
  }

  private void subscribe(Subscription subscription) {
    URI callback = settings.callback(subscription.provider().value(), subscription.key());
    try {
      calls.subscribe(subscription.connection(), callback);
      note(subscription, SubscriptionStatus.ACTIVE, 0, "", settings.renewAfter());
    } catch (ProviderException e) {
      failed(subscription, e);
    }
  }

  private void failed(Subscription subscription, ProviderException e) {
    ErrorCode code = e.code();
    int attempts = subscription.attempts() + 1;
    boolean passing = code.remedy() == Remedy.RETRY && attempts < PATIENCE;
    // what worked until now works until the provider says so: a renewal that fails changes nothing
    SubscriptionStatus before =
        subscription.status() == SubscriptionStatus.ACTIVE
            ? SubscriptionStatus.ACTIVE
            : SubscriptionStatus.PENDING;
    Duration delay = Delays.after(attempts, FIRST, LONGEST);
    note(
        subscription,
        passing ? before : SubscriptionStatus.FAILED,
        attempts,
        code.name(),
        e.retryAfter().filter(told -> told.compareTo(delay) > 0).orElse(delay));
  }

  private void note(
      Subscription subscription,
      SubscriptionStatus status,
      int attempts,
      String error,
      Duration delay) {
    Instant now = clock.instant();
    database.inTransaction(
        transaction -> {
          table.note(
              transaction,
              subscription.connection(),
              status,
              attempts,
              error.isEmpty() ? null : error,
              now.plus(delay),
              now);
          return subscription;
        });
  }

  /** Whether the provider notifies of this connection; empty when it was never asked to. */
  public Optional<SubscriptionStatus> status(ConnectionId connection) {
    return database.inTransaction(transaction -> table.status(transaction, connection));
  }

  /** Whose key it is. */
  Optional<ConnectionId> owner(ProviderId provider, WebhookKey key) {
    return database.inTransaction(transaction -> table.owner(transaction, provider, key));
  }

  /** The address that the provider was given for this connection. */
  public Optional<URI> callback(ConnectionId connection) {
    return database
        .inTransaction(transaction -> table.find(transaction, connection))
        .map(found -> settings.callback(found.provider().value(), found.key()));
  }

  /** Forgets the callback: from now on its address leads nowhere. */
  public void forget(ConnectionId connection) {
    database.inTransaction(
        transaction -> {
          table.remove(transaction, connection);
          return connection;
        });
  }
}
