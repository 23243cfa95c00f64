package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DestinationTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);
  private static final RandomGenerator LOWEST = () -> 0L;
  private static final RandomGenerator HIGHEST = () -> -1L;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T00:00:00Z"));
  private final Instant begin = clock.instant();
  private final DestinationHealth health = replica();
  private ConnectionId connection = ConnectionId.random();

  private DestinationHealth replica() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), LOWEST);
    return new DestinationHealth(LedgerDatabase.TENANT, DATABASE.database(), backoff, clock);
  }

  @BeforeEach
  void allIsWell() {
    DATABASE.update("delete from destination_pause");
    DATABASE.update("delete from delivery_state");
    connection = leased();
  }

  @AfterAll
  static void end() {
    THREADS.shutdownNow();
  }

  @Test
  void backOffLiesBetweenHalfAndWholeOfADoublingWaitUpToItsLimit() {
    Backoff low = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), LOWEST);
    Backoff high = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), HIGHEST);

    assertThat(low.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(low.after(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(high.after(3)).isBetween(Duration.ofMillis(7999), Duration.ofSeconds(8));
    assertThat(low.after(1_000)).isEqualTo(Duration.ofSeconds(30));
    assertThat(high.after(1_000)).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void afterAPauseOneAsksInAllReplicasUntilThereIsAnAnswer() {
    Instant wanted = begin.plusSeconds(10);
    DestinationHealth other = replica();
    assertThat(health.failed(wanted)).isEqualTo(wanted);
    assertThat(other.admit(connection)).contains(Halt.ofDestination("destination-paused", wanted));

    clock.advance(Duration.ofSeconds(10));
    assertThat(other.admit(connection)).as("the one").isEmpty();
    assertThat(health.admit(connection)).as("another").isPresent();
    assertThat(replica().admit(connection)).as("a third").isPresent();

    other.answered();
    assertThat(health.admit(connection)).isEmpty();
  }

  @Test
  void oneThatNeverReportsBackDoesNotKeepTheOthersOutForEver() {
    health.failed(null);
    clock.advance(Duration.ofSeconds(1));
    assertThat(health.admit(connection)).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(replica().admit(connection)).isEmpty();
  }

  @Test
  void deliveriesThatWereUnderWayWhenItFailedCountOnce() {
    Instant first = health.failed(null);
    assertThat(replica().failed(null)).isEqualTo(first);
    clock.advance(Duration.ofSeconds(1));

    assertThat(health.failed(null)).isEqualTo(clock.instant().plusSeconds(2));
  }

  @Test
  void recoveredServerIsAskedByOneThenTwoThenFourUntilAllIsWell() {
    List<ConnectionId> leased = Stream.generate(this::leased).limit(40).toList();
    health.failed(null);
    clock.advance(Duration.ofSeconds(1));
    health.admit(leased.get(20));
    List<Long> atOnce = new ArrayList<>();
    for (int answers = 1; answers > 0 && !admitsAll(leased); answers *= 2) {
      for (int i = 0; i < Math.max(1, answers / 2); i++) {
        health.answered();
      }
      atOnce.add(leased.stream().filter(of -> health.admit(of).isEmpty()).count());
    }

    assertThat(atOnce).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 40L);
    assertThat(DATABASE.column("select tenant_id from destination_pause")).isEmpty();
  }

  @Test
  void whoHasAPlaceKeepsItWhoeverComes() {
    List<ConnectionId> leased =
        Stream.generate(this::leased)
            .limit(9)
            .sorted(Comparator.comparing(ConnectionId::toString).reversed())
            .toList();
    answersAgain(leased.get(0));
    health.answered();
    assertThat(leased.stream().filter(of -> health.admit(of).isEmpty()))
        .as("two at a time")
        .containsExactlyElementsOf(leased.subList(0, 2));
    assertThat(replica().admit(leased.get(1))).as("for its next bundle").isEmpty();

    release(leased.get(0));
    assertThat(leased.subList(1, 9).stream().filter(of -> health.admit(of).isEmpty()))
        .containsExactlyElementsOf(leased.subList(1, 3));
    DATABASE.update("update delivery_state set lease_until = now() - interval '1 second'");
    ConnectionId next = leased();
    assertThat(health.admit(next)).as("who died keeps no place").isEmpty();
  }

  @Test
  void ofManyWhoComeAtOnceOneGetsTheOnlyPlace() {
    for (int round = 0; round < 20; round++) {
      allIsWell();
      List<ConnectionId> leased = Stream.generate(this::leased).limit(8).toList();
      answersAgain(leased.get(0));
      List<CompletableFuture<Boolean>> all =
          leased.stream()
              .map(of -> CompletableFuture.supplyAsync(() -> health.admit(of).isEmpty(), THREADS))
              .toList();
      assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    }
  }

  /** From now on it is asked by one at a time. */
  private void answersAgain(ConnectionId probe) {
    health.failed(null);
    clock.advance(Duration.ofSeconds(1));
    assertThat(health.admit(probe)).isEmpty();
    health.answered();
  }

  private ConnectionId leased() {
    ConnectionId leased = ConnectionId.random();
    DATABASE.update(
        "insert into delivery_state (connection_id, tenant_id, lease_until)"
            + " values (?, 'ward', now() + interval '1 hour')",
        leased.value());
    return leased;
  }

  private static void release(ConnectionId leased) {
    DATABASE.update(
        "update delivery_state set lease_until = null, admitted = false where connection_id = ?",
        leased.value());
  }

  private boolean admitsAll(List<ConnectionId> leased) {
    return leased.stream().allMatch(of -> replica().admit(of).isEmpty());
  }

  @Test
  void slowServerGetsSmallerBundlesAndAFastOneLargerAgain() {
    BundleSize size = new BundleSize(100);
    size.took(100, Duration.ofSeconds(3));
    assertThat(size.entries()).isEqualTo(50);
    size.took(50, Duration.ofSeconds(3));
    size.took(25, Duration.ofSeconds(3));
    size.took(20, Duration.ofSeconds(3));
    assertThat(size.entries()).as("never below 20").isEqualTo(20);

    size.took(20, Duration.ofMillis(1500));
    assertThat(size.entries()).as("neither slow nor fast").isEqualTo(20);
    size.took(3, Duration.ofMillis(10));
    assertThat(size.entries()).as("a small one says nothing").isEqualTo(20);
    size.took(20, Duration.ofMillis(10));
    assertThat(size.entries()).isEqualTo(40);
    for (int i = 0; i < 9; i++) {
      size.took(size.entries(), Duration.ofMillis(10));
    }
    assertThat(size.entries()).isEqualTo(100);
  }

  @Test
  void serverThatDoesNotGetABundleDoneGetsHalfOfItAndTheNextSizeWithCare() {
    BundleSize size = new BundleSize(100);
    size.tooMuch(100);
    size.tooMuch(100);
    assertThat(size.entries()).as("what was under way together counts once").isEqualTo(50);
    size.tooMuch(50);
    size.tooMuch(25);
    size.took(12, Duration.ofSeconds(20));
    assertThat(size.entries()).as("slow, but it gets done").isEqualTo(12);
    for (int i = 0; i < 4; i++) {
      size.tooMuch(size.entries());
    }
    assertThat(size.entries()).as("one at least").isOne();

    for (int i = 0; i < 15; i++) {
      size.took(1, Duration.ofMillis(10));
    }
    assertThat(size.entries()).isOne();
    for (int expected : new int[] {2, 4, 8, 16, 32, 52}) {
      size.took(size.entries(), Duration.ofMillis(10));
      assertThat(size.entries()).isEqualTo(expected);
    }
  }

  @Test
  void tenantWithoutDestinationIsToldWhichSettingIsMissing() {
    assertThatThrownBy(() -> new Destinations(Map.of()).of(new TenantId("ward")))
        .hasMessageContaining("healthsync.tenant.ward.fhir.base-url");
  }
}
