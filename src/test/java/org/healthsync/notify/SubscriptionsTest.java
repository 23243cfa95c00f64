package org.healthsync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.connect.fixture.SettableClock;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.Sealer;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

  private static final ProviderId WITHINGS = new ProviderId("withings");

  private final LedgerDatabase database = LedgerDatabase.create();
  private final SettableClock clock = new SettableClock();
  private final Provider provider = new Provider();
  private final Subscriptions subscriptions = subscriptions(true);
  private final ConnectionId connection = database.connection();

  private Subscriptions subscriptions(boolean wanted) {
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdown(); // all is left to the chore
    return new Subscriptions(
        database.database(),
        Sealer.of(Sealer.newKeyset()),
        provider,
        new NotifySettings(
            new PublicAddress(URI.create("https://sync.example")),
            wanted,
            Duration.ofDays(7),
            Duration.ofMinutes(1),
            4,
            Duration.ofDays(1)),
        closed,
        clock);
  }

  @Test
  void callbackIsMadeKnownAndAgainWhenItIsTime() {
    subscriptions.begin(connection, WITHINGS);
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.PENDING);

    due();
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.ACTIVE);
    due();
    assertThat(provider.calls).hasSize(1);

    clock.advance(Duration.ofDays(7));
    due();
    assertThat(provider.calls).hasSize(2);
    assertThat(provider.calls.get(0)).isEqualTo(provider.calls.get(1));
    assertThat(provider.calls.get(0).toString())
        .startsWith("https://sync.example/webhooks/withings/");
  }

  @Test
  void failureIsTriedAgainWithGrowingDelaysAndShownAsFailedAfterSome() {
    provider.fails = StandardError.PROVIDER_UNAVAILABLE;
    subscriptions.begin(connection, WITHINGS);
    due();
    clock.advance(Duration.ofSeconds(9));
    due();
    assertThat(provider.calls).hasSize(1);
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.PENDING);
    for (int attempt = 2; attempt <= 5; attempt++) {
      clock.advance(Duration.ofMinutes(5));
      due();
    }
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.FAILED);
    assertThat(
            database.column(
                "select last_error from subscription where connection_id = ?", connection.value()))
        .containsExactly("PROVIDER_UNAVAILABLE");

    provider.fails = null;
    clock.advance(Duration.ofHours(6));
    due();
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.ACTIVE);
  }

  @Test
  void refusalIsShownAtOnce() {
    provider.fails = StandardError.FORBIDDEN;
    subscriptions.begin(connection, WITHINGS);
    due();

    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.FAILED);
  }

  @Test
  void passingFailureOfARenewalLeavesTheSubscriptionActive() {
    subscriptions.begin(connection, WITHINGS);
    due();
    clock.advance(Duration.ofDays(7));
    provider.fails = StandardError.PROVIDER_UNAVAILABLE;
    due();

    assertThat(provider.calls).hasSize(2);
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.ACTIVE);
  }

  @Test
  void newAuthorizationKeepsTheAddress() {
    subscriptions.begin(connection, WITHINGS);
    Optional<URI> first = subscriptions.callback(connection);
    due();

    subscriptions.begin(connection, WITHINGS);
    due();

    assertThat(subscriptions.callback(connection)).isEqualTo(first).isPresent();
    assertThat(provider.calls).hasSize(2);
  }

  @Test
  void connectionThatIsNotActiveIsLeftAlone() {
    subscriptions.begin(connection, WITHINGS);
    database.update(
        "update connection set status = 'REAUTHORIZE' where id = ?", connection.value());

    due();

    assertThat(provider.calls).isEmpty();
  }

  @Test
  void forgottenKeyLeadsNowhere() {
    subscriptions.begin(connection, WITHINGS);
    String path = subscriptions.callback(connection).orElseThrow().getPath();
    WebhookKey key = WebhookKey.of(path.substring(path.lastIndexOf('/') + 1));
    assertThat(subscriptions.owner(WITHINGS, key)).contains(connection);
    assertThat(subscriptions.owner(new ProviderId("other"), key)).isEmpty();

    subscriptions.forget(connection);

    assertThat(subscriptions.owner(WITHINGS, key)).isEmpty();
  }

  @Test
  void damagedKeyHoldsUpNoOther() {
    ConnectionId other = database.connection();
    subscriptions.begin(connection, WITHINGS);
    subscriptions.begin(other, WITHINGS);
    database.update(
        "update subscription set sealed_key = 'damaged' where connection_id = ?",
        connection.value());

    due();

    assertThat(subscriptions.status(other)).contains(SubscriptionStatus.ACTIVE);
    assertThat(subscriptions.callback(connection)).isEmpty();
  }

  @Test
  void defectOnOurSideHoldsUpNoOther() {
    ConnectionId other = database.connection();
    provider.breaksFor = connection;
    subscriptions.begin(connection, WITHINGS);
    subscriptions.begin(other, WITHINGS);

    due();

    assertThat(subscriptions.status(other)).contains(SubscriptionStatus.ACTIVE);
    assertThat(subscriptions.status(connection)).contains(SubscriptionStatus.PENDING);
  }

  @Test
  void operatorCanDoWithout() {
    Subscriptions unwanted = subscriptions(false);
    unwanted.begin(connection, WITHINGS);
    unwanted.attemptDue(List.of(WITHINGS));

    assertThat(unwanted.status(connection)).isEmpty();
  }

  private void due() {
    subscriptions.attemptDue(List.of());
  }

  /** A provider that does as it is told. */
  private static final class Provider implements SubscriptionCalls {
    private final List<URI> calls = new ArrayList<>();
    private @Nullable StandardError fails;
    private @Nullable ConnectionId breaksFor;

    @Override
    public boolean offered(ProviderId provider) {
      return provider.equals(WITHINGS);
    }

    @Override
    public void subscribe(ConnectionId connection, URI callback) throws ProviderException {
      if (connection.equals(breaksFor)) {
        throw new IllegalStateException("broken");
      }
      calls.add(callback);
      if (fails != null) {
        throw new ProviderException(fails, "as told");
      }
    }
  }
}
