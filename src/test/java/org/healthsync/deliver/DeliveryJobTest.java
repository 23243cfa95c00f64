package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.deliver.DeliveryFixture.PLENTY;
import static org.healthsync.deliver.DeliveryFixture.observation;
import static org.healthsync.ledger.Pages.device;
import static org.healthsync.ledger.Pages.id;
import static org.healthsync.ledger.Pages.weight;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.healthsync.deliver.fhir.FhirAuth;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.LedgerEntry;
import org.healthsync.ledger.Pages;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryJobTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final DeliveryFixture fixture = new DeliveryFixture(DATABASE);
  private final FhirStub server = fixture.server;
  private final DeliveryJob job = fixture.job();
  private final ConnectionId connection = DATABASE.connection();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void everythingArrivesOnceAndTheOutboxIsEmpty() {
    fixture.storeWithProvenance(
        connection, device("scale", "Scale"), weight("a", "72.0"), weight("b", "71.50"));

    DrainOutcome outcome = job.drain(connection, PLENTY);

    assertThat(outcome).isEqualTo(new DrainOutcome(4, 0, 0, null, null));
    assertThat(server.resources()).hasSize(4).first().isEqualTo("Device/" + id("scale"));
    assertThat(server.versions(observation("b"))).singleElement().asString().contains(":71.50}");
    assertThat(server.bundles()).isOne();
    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(0, 0, 0, null, null));
    assertThat(server.bundles()).isOne();
  }

  @Test
  void correctionByALaterConnectionIsNotUndoneByWhatWaitsBehindTheEarlierOne() {
    ConnectionId later = DATABASE.connection();
    fixture.store(connection, weight("a", "72.0"));
    fixture.store(later, weight("a", "72.0"));
    fixture.store(later, weight("a", "73.0"));
    job.drain(later, PLENTY);

    job.drain(connection, PLENTY);

    assertThat(server.versions(observation("a"))).last().asString().contains(":73.0}");
  }

  @Test
  void lagIsToldFromSourceToAcknowledgement() {
    fixture.store(connection, weight("a", "72.0"));
    job.drain(connection, PLENTY);

    Delivered delivered = fixture.delivered.get(0);
    assertThat(delivered.lag())
        .isEqualTo(Duration.between(Pages.MEASURED, fixture.clock.instant()));
    assertThat(delivered.provider()).isEqualTo("withings");
    assertThat(delivered.readingType()).isEqualTo("body-weight");
  }

  @Test
  void oneBadOfHundredIsQuarantinedAndTheRestGoesThrough() {
    fixture.store(connection, hundred());
    server.refuse(body -> body.contains("\"value\":37}"));

    DrainOutcome outcome = job.drain(connection, PLENTY);

    assertThat(outcome).isEqualTo(new DrainOutcome(99, 1, 0, null, null));
    assertThat(fixture.quarantine("source_key")).containsExactly("k37");
    assertThat(fixture.quarantine("stage || ' ' || reason || ' ' || stream || ' ' || pointer"))
        .containsExactly("DELIVER fhir-400 measures " + observation("k37"));
    assertThat(fixture.quarantine("message"))
        .containsExactly("processing at Observation.value.ofType(Quantity) (HAPI-1814)");
    assertThat(fixture.events).containsExactly("refused Observation body-weight fhir-400");
    assertThat(server.bundles()).as("1 + 2 for each halving").isLessThan(16);
  }

  @Test
  void twoBadOfHundredAreFoundBoth() {
    fixture.store(connection, hundred());
    server.refuse(body -> body.contains("\"value\":12}") || body.contains("\"value\":88}"));

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(98, 2, 0, null, null));
    assertThat(fixture.quarantine("source_key")).containsExactly("k12", "k88");
    assertThat(server.resources()).hasSize(98);
  }

  @Test
  void refusalOfSingleEntriesInAProcessedBundleIsTakenAsItIs() {
    server.processEntriesForThemselves();
    fixture.store(connection, hundred());
    server.refuse(body -> body.contains("\"value\":37}"));

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(99, 1, 0, null, null));
    assertThat(fixture.quarantine("reason")).containsExactly("fhir-422");
    assertThat(server.bundles()).isOne();
  }

  @Test
  void answersThatDoNotMatchInNumberAreCorrelatedByLocation() {
    server.answerInAnotherOrder();
    fixture.store(connection, weight("a", "1"), weight("b", "2"), weight("c", "3"));

    DrainOutcome outcome = job.drain(connection, PLENTY);

    assertThat(outcome.delivered()).isEqualTo(2);
    assertThat(outcome.pending()).as("the one that was not answered").isOne();
    assertThat(DATABASE.column("select resource_id from outbox"))
        .containsExactly(id("c").toString());
  }

  @Test
  void correctedReadingThatTheServerTakesAfterARefusalArrives() {
    fixture.store(connection, weight("a", "13"));
    server.refuse(body -> body.contains("\"value\":13}"));
    assertThat(job.drain(connection, PLENTY).quarantined()).isOne();

    fixture.store(connection, weight("a", "14"));

    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(server.versions(observation("a"))).hasSize(1);
  }

  @Test
  void refusedResourceThatIsSentAgainAndTakenLeavesQuarantine() {
    fixture.store(connection, weight("a", "13"), weight("b", "14"));
    server.refuse(body -> body.contains("\"value\":13}") || body.contains("\"value\":14}"));
    assertThat(job.drain(connection, PLENTY).quarantined()).isEqualTo(2);
    server.refuse(body -> body.contains("\"value\":14}"));

    assertThat(fixture.redeliver(connection, observation("a"), observation("b"))).isEqualTo(2);
    assertThat(fixture.redeliver(connection, observation("a"))).as("waits already").isZero();
    assertThat(fixture.quarantine("source_key")).as("not before it is taken").hasSize(2);

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(1, 1, 0, null, null));
    assertThat(fixture.quarantine("source_key || ' ' || occurrences")).containsExactly("b 2");
    assertThat(server.versions(observation("a"))).hasSize(1);
  }

  @Test
  void whatIsSentAgainIsTheResourceAsItIsNow() {
    fixture.store(connection, weight("a", "13"));
    server.refuse(body -> body.contains("\"value\":13}"));
    job.drain(connection, PLENTY);
    fixture.store(connection, weight("a", "15"));
    DATABASE.update("delete from outbox");

    fixture.redeliver(connection, observation("a"));
    job.drain(connection, PLENTY);

    assertThat(server.versions(observation("a"))).singleElement().asString().contains(":15}");
    assertThat(fixture.quarantine("source_key")).isEmpty();
  }

  @Test
  void supersededVersionsAreNotSentButSettled() {
    fixture.store(connection, weight("a", "72.0"), weight("b", "1"));
    fixture.store(connection, weight("a", "72.5"));
    fixture.store(connection, weight("a", "73.0"));

    DrainOutcome outcome = job.drain(connection, PLENTY);

    assertThat(outcome).isEqualTo(new DrainOutcome(2, 0, 0, null, null));
    assertThat(server.versions(observation("a"))).singleElement().asString().contains(":73.0}");
  }

  @Test
  void newDeviceOfACorrectionIsSentBeforeItAlsoWhenTheBundleIsHalved() {
    fixture.store(connection, weight("a", "72.0"));
    fixture.store(connection, device("scale", "Scale"), weight("bad", "13"), weight("a", "72.5"));
    server.refuse(body -> body.contains("\"value\":13}"));

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(2, 1, 0, null, null));
    assertThat(server.resources()).containsExactly("Device/" + id("scale"), observation("a"));
  }

  @Test
  void provenanceGoesOnWithoutTheTargetsThatWereRefused() {
    fixture.storeWithProvenance(connection, weight("good", "72"), weight("bad", "13"));
    server.refuse(
        body ->
            body.contains("\"value\":13}") && body.contains("\"resourceType\":\"Observation\""));

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(2, 1, 0, null, null));
    assertThat(server.versions("Provenance/" + id("page")))
        .singleElement()
        .asString()
        .contains(observation("good"))
        .doesNotContain(observation("bad"));
  }

  @Test
  void provenanceWithoutAnyTargetLeftDoesNotBlock() {
    fixture.storeWithProvenance(connection, weight("bad", "13"));
    server.refuse(body -> body.contains("\"value\":13}"));

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(0, 2, 0, null, null));
  }

  @Test
  void budgetEndsADrainAndNextOneGoesOn() {
    DeliveryJob small = fixture.job(new FhirAuth.None(), "/fhir/", 10);
    fixture.store(connection, hundred());

    assertThat(small.drain(connection, new DrainBudget(25, Duration.ofHours(1))))
        .isEqualTo(new DrainOutcome(30, 0, 70, null, null));
    assertThat(small.drain(connection, PLENTY).delivered()).isEqualTo(70);
  }

  @Test
  void orderOfAConnectionIsKeptUnderTwoDrainers() throws Exception {
    DeliveryJob one = fixture.job(new FhirAuth.None(), "/fhir", 1);
    DeliveryJob two = fixture.job(new FhirAuth.None(), "/fhir", 1);
    List<String> expected = IntStream.range(0, 40).mapToObj(i -> ":" + i + "}").toList();
    for (int i = 0; i < 40; i++) {
      fixture.store(connection, weight("a", String.valueOf(i)));
    }
    DrainBudget few = new DrainBudget(3, Duration.ofHours(1));
    Callable<Integer> drainer = drainAll(one, few);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> first = threads.submit(drainer);
      Future<Integer> second = threads.submit(drainAll(two, few));
      assertThat(first.get(60, TimeUnit.SECONDS) + second.get(60, TimeUnit.SECONDS)).isEqualTo(40);
    } finally {
      threads.shutdownNow();
    }

    assertThat(server.mostBundlesAtOnce()).isOne();
    assertThat(server.versions(observation("a")))
        .extracting(body -> body.substring(body.lastIndexOf(':'), body.length() - 1))
        .containsExactlyElementsOf(expected);
  }

  private Callable<Integer> drainAll(DeliveryJob drainer, DrainBudget budget) {
    return () -> {
      int delivered = 0;
      DrainOutcome outcome;
      do {
        outcome = drainer.drain(connection, budget);
        delivered += outcome.delivered();
      } while (outcome.pending() > 0);
      return delivered;
    };
  }

  @Test
  void deliveredBundleThatWasNotAcknowledgedMakesNoSecondVersion() {
    fixture.store(connection, weight("a", "72.0"));
    server.next(dropAfterCommit());

    DrainOutcome dropped = job.drain(connection, PLENTY);
    assertThat(dropped.error()).isEqualTo("unreachable");
    assertThat(dropped.pending()).isOne();
    assertThat(server.versions(observation("a"))).hasSize(1);

    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(server.versions(observation("a"))).hasSize(1);
  }

  @Test
  void pausedDelivererThatWasReplacedSendsNothingMore() throws Exception {
    DeliveryJob slow = fixture.job(new FhirAuth.None(), "/fhir", 1);
    fixture.store(connection, weight("a", "1"), weight("b", "2"));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch replaced = new CountDownLatch(1);
    server.next(
        exchange -> {
          arrived.countDown();
          await(replaced);
          return false;
        });
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<DrainOutcome> paused = threads.submit(() -> slow.drain(connection, PLENTY));
      await(arrived);
      assertThat(job.drain(connection, PLENTY))
          .as("the lease stands")
          .matches(outcome -> outcome.delivered() == 0 && outcome.retryAt() != null);
      DATABASE.update("update delivery_state set lease_until = now() - interval '1 second'");
      assertThat(job.drain(connection, PLENTY).delivered()).isEqualTo(2);
      replaced.countDown();

      DrainOutcome outcome = paused.get(30, TimeUnit.SECONDS);
      assertThat(outcome.delivered()).as("its bundle in flight").isOne();
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.bundles()).isEqualTo(2);
  }

  @Test
  void correctionOfAnotherConnectionIsLastAlsoWhenAnEarlierVersionIsUnderWay() {
    ConnectionId later = DATABASE.connection();
    fixture.store(connection, weight("a", "72.0"), weight("b", "1"));
    server.next(
        exchange -> {
          fixture.store(later, weight("a", "73.0"));
          assertThat(job.drain(later, PLENTY).delivered()).isOne();
          return false;
        });

    DrainOutcome outcome = job.drain(connection, PLENTY);

    assertThat(outcome).as("a, b and a again").isEqualTo(new DrainOutcome(3, 0, 0, null, null));
    assertThat(server.versions(observation("a"))).last().asString().contains(":73.0}");
  }

  @Test
  void refusalOfAVersionThatAnotherConnectionHasCorrectedMeanwhileIsNoMatterForAnybody() {
    ConnectionId later = DATABASE.connection();
    fixture.store(connection, weight("a", "13"));
    server.refuse(body -> body.contains("\"value\":13}"));
    server.next(
        exchange -> {
          fixture.store(later, weight("a", "14"));
          return false;
        });

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(1, 0, 0, null, null));
    assertThat(server.versions(observation("a"))).singleElement().asString().contains(":14}");
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @Test
  void correctionIsLastAlsoWhenTheBundleOfADelivererThatWasReplacedComesLate() {
    fixture.store(connection, weight("a", "72.0"));
    server.next(
        exchange -> {
          replacedBy("73.0");
          return false;
        });

    assertThat(job.drain(connection, PLENTY).pending()).isOne();

    assertThat(server.versions(observation("a"))).last().asString().contains(":72.0}");
    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(1, 0, 0, null, null));
    assertThat(server.versions(observation("a"))).last().asString().contains(":73.0}");
  }

  @Test
  void correctionIsLastAlsoWhenTheLateBundleIsNotAnswered() {
    fixture.store(connection, weight("a", "72.0"));
    server.next(
        exchange -> {
          replacedBy("73.0");
          return dropAfterCommit().handle(exchange);
        });

    assertThat(job.drain(connection, PLENTY).pending()).isZero();

    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(fixture.repeatDoubtful()).isOne();
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(server.versions(observation("a"))).last().asString().contains(":73.0}");
  }

  /** As when the first sleeps: its lease ends, and another delivers all and a correction. */
  private void replacedBy(String correction) {
    DATABASE.update("update delivery_state set lease_until = now() - interval '1 second'");
    fixture.store(connection, weight("a", correction));
    assertThat(job.drain(connection, PLENTY).pending()).isZero();
  }

  @Test
  void dueAreConnectionsThatWaitAndNeedNotWaitLonger() {
    DeliveryStates states = new DeliveryStates(DATABASE.database());
    ConnectionId held = DATABASE.connection();
    fixture.store(connection, weight("a", "1"), weight("b", "2"));
    fixture.store(held, weight("c", "1"));
    server.next(FhirStub.status(409));
    job.drain(held, PLENTY);

    assertThat(states.due(fixture.clock.instant(), 10)).containsExactly(connection);
    assertThat(states.due(fixture.clock.instant().plusSeconds(60), 10))
        .containsExactlyInAnyOrder(connection, held);
    assertThat(states.hold(held).orElseThrow().error()).isEqualTo("conflict");
    assertThat(states.hold(connection)).isEmpty();
  }

  private FhirStub.Fault dropAfterCommit() {
    return exchange -> {
      server.commit(exchange.getRequestBody().readAllBytes());
      exchange.close();
      return true;
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LedgerEntry[] hundred() {
    return IntStream.range(0, 100)
        .mapToObj(i -> weight("k" + i, String.valueOf(i)))
        .toArray(LedgerEntry[]::new);
  }
}
