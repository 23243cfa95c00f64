package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.deliver.DeliveryFixture.PLENTY;
import static org.healthsync.deliver.DeliveryFixture.observation;
import static org.healthsync.ledger.Pages.id;
import static org.healthsync.ledger.Pages.panel;
import static org.healthsync.ledger.Pages.weight;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.LedgerEntry;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that do not go through, among others that do. */
class DeliveryTroubleTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final String OUTCOME =
      "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
          + "\"code\":\"exception\"}]}";

  private final DeliveryFixture fixture = new DeliveryFixture(DATABASE);
  private final FhirStub server = fixture.server;
  private final DeliveryJob job = fixture.job();
  private final ConnectionId connection = DATABASE.connection();
  private final ConnectionId other = DATABASE.connection();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  void bundleThatTheServerDoesNotGetDoneIsMadeSmaller(int status) {
    server.always(answering(status, bundle -> bundle.split("\"request\"", -1).length > 10));
    fixture.store(connection, weights("k", 100));

    for (int i = 0; i < 5; i++) {
      assertThat(drain(connection).pending()).isEqualTo(i == 4 ? 0 : 100);
    }

    assertThat(server.resources()).hasSize(100);
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @Test
  void bundleThatIsTooLargeIsHalvedAndTheNextOnesAreSmaller() {
    server.always(answering(413, bundle -> bundle.split("\"request\"", -1).length > 51));
    fixture.store(connection, weights("k", 200));

    assertThat(drain(connection).delivered()).isEqualTo(200);
    assertThat(server.bundles()).as("one of 100, then of 50").isEqualTo(5);
  }

  @Test
  void connectionThatFailsOftenLetsOthersTryTheServer() {
    fixture.store(connection, weight("a", "1"));
    for (int i = 0; i < 3; i++) {
      server.next(FhirStub.status(500));
      drain(connection);
    }
    fixture.store(other, weight("b", "1"));
    Instant paused = Instant.parse(pausedUntil());

    fixture.clock.advance(Duration.between(fixture.clock.instant(), paused));

    DeliveryStates states = new DeliveryStates(DATABASE.database());
    assertThat(states.due(fixture.clock.instant(), 10)).containsExactly(other);
    assertThat(job.drain(other, PLENTY).delivered()).isOne();
    assertThat(drain(connection).delivered()).isOne();
  }

  @Test
  void entryWithWhichTheServerFailsGoesToQuarantineWhenItTookOthersEachTime() {
    server.always(answering(500, bundle -> bundle.contains("\"value\":37}")));
    fixture.storeWithProvenance(connection, weights("k", 50));

    for (int i = 0; i < 20 && fixture.quarantine("reason").isEmpty(); i++) {
      fixture.store(other, weight("of others", String.valueOf(i)));
      drain(other);
      drain(connection);
    }

    assertThat(fixture.quarantine("source_key || ' ' || reason")).containsExactly("k37 fhir-500");
    assertThat(fixture.quarantine("message")).containsExactly("exception");
    assertThat(server.resources()).hasSize(50 + 1).doesNotContain(observation("k37"));
    assertThat(server.versions("Provenance/" + id("page"))).hasSize(1);
    assertThat(DATABASE.column("select 1 from outbox")).isEmpty();
  }

  @Test
  void connectionThatIsAloneFindsItsEntryByWhatComesLater() {
    server.always(answering(500, bundle -> bundle.contains("\"value\":37}")));
    fixture.store(connection, weight("bad", "37"));

    for (int i = 0; i < 10; i++) {
      fixture.store(connection, weight("later" + i, "1"));
      drain(connection);
    }

    assertThat(fixture.quarantine("source_key || ' ' || reason")).containsExactly("bad fhir-500");
    assertThat(server.resources()).hasSize(10);
  }

  @Test
  void entryThatFailsDoesNotPauseAServerThatTakesTheRest() {
    server.always(answering(500, bundle -> bundle.contains("\"value\":37}")));
    fixture.store(connection, weight("bad", "37"), weight("a", "1"));
    for (int i = 0; i < 3; i++) {
      drain(connection);
    }
    DATABASE.update("delete from destination_pause");

    DrainOutcome outcome = drain(connection);

    assertThat(outcome.error()).isEqualTo("http-500");
    assertThat(outcome.delivered()).isOne();
    assertThat(DATABASE.column("select failures from destination_pause")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void serverThatFailsWithEverythingSendsNothingToQuarantine(int status) {
    fixture.store(connection, weights("k", 30));
    fixture.store(other, weights("o", 3));
    drainBoth(1);
    fixture.store(connection, weights("l", 30));
    fixture.store(other, weights("p", 3));
    server.always(answering(status, bundle -> true));

    drainBoth(30);

    assertThat(fixture.quarantine("reason")).isEmpty();
    server.always(exchange -> false);
    drainBoth(12);
    assertThat(server.resources()).hasSize(66);
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @Test
  void serverThatComesAndGoesSendsNothingToQuarantine() {
    fixture.store(connection, weights("k", 3));
    for (int i = 0; i < 12; i++) {
      server.always(answering(500, bundle -> true));
      drainBoth(4);
      server.always(exchange -> false);
      fixture.store(connection, weight("k" + i, String.valueOf(100 + i)));
      drainBoth(2);
    }
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  private void drainBoth(int times) {
    for (int i = 0; i < times; i++) {
      drain(connection);
      drain(other);
    }
  }

  @ParameterizedTest
  @CsvSource({"409,fhir-409", "412,fhir-412"})
  void conflictThatLastsIsFoundAndGoesToQuarantine(int status, String reason) {
    server.always(answering(status, bundle -> bundle.contains("\"value\":7}")));
    fixture.store(connection, weights("k", 10));

    for (int i = 0; i < 3; i++) {
      assertThat(drain(connection).error()).isEqualTo("conflict");
    }
    assertThat(server.resources()).isEmpty();
    assertThat(drain(connection)).isEqualTo(new DrainOutcome(9, 1, 0, null, null));

    assertThat(fixture.quarantine("source_key || ' ' || reason")).containsExactly("k7 " + reason);
  }

  @Test
  void conflictsThatPassBlameNothingAlsoAfterOtherTroubles() {
    fixture.store(connection, weight("a", "1"));
    for (int round = 0; round < 3; round++) {
      server.next(FhirStub.status(503), FhirStub.status(409), FhirStub.status(409));
      for (int i = 0; i < 3; i++) {
        assertThat(drain(connection).pending()).isOne();
      }
    }
    assertThat(fixture.quarantine("reason")).isEmpty();
    assertThat(drain(connection).delivered()).isOne();
  }

  @Test
  void conflictThatIsNoFhirAnswerBlamesNothingHoweverLongItLasts() {
    fixture.store(connection, weight("a", "1"));
    server.always(FhirStub.status(412));
    for (int i = 0; i < 8; i++) {
      assertThat(drain(connection).error()).isEqualTo("conflict");
    }
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @Test
  void resourceThatIsThereAsItWasCountsAsAccepted() {
    fixture.store(connection, weight("a", "1"));
    server.next(
        FhirStub.status(
            200,
            "X-Test",
            "x",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\","
                + "\"entry\":[{\"response\":{\"status\":\"304 Not Modified\"}}]}"));

    assertThat(drain(connection)).isEqualTo(new DrainOutcome(1, 0, 0, null, null));
  }

  @Test
  void panelThatWasSentBeforeItsMemberIsSentOnceMore() {
    fixture.store(connection, weight("member", "1"), panel("panel", "member"));
    fixture.store(connection, weight("bad", "13"), weight("member", "2"));
    server.refuse(body -> body.contains("\"value\":13}"));

    assertThat(drain(connection)).isEqualTo(new DrainOutcome(2, 1, 0, null, null));
    assertThat(fixture.quarantine("source_key")).containsExactly("bad");
    assertThat(server.versions(observation("panel"))).hasSize(1);
  }

  @Test
  void panelThatWasSentBeforeItsMemberIsSentOnceMoreToAServerThatTakesEachForItself() {
    server.processEntriesForThemselves();
    fixture.store(connection, weight("member", "1"), panel("panel", "member"));

    assertThat(drain(connection)).isEqualTo(new DrainOutcome(2, 0, 0, null, null));
  }

  @Test
  void panelsComeBehindTheirMembersWhenTheyAreQueuedAgain() {
    for (int i = 0; i < 8; i++) {
      fixture.store(connection, weight("m" + i, "1"), panel("p" + i, "m" + i));
    }
    DATABASE.update("delete from outbox");
    String[] all =
        IntStream.range(0, 8)
            .boxed()
            .flatMap(i -> java.util.stream.Stream.of(observation("p" + i), observation("m" + i)))
            .toArray(String[]::new);
    fixture.redeliver(connection, all);

    assertThat(DATABASE.column("select reading_type from outbox order by seq"))
        .isEqualTo(IntStream.range(0, 16).mapToObj(i -> i < 8 ? "body-weight" : "panel").toList());
  }

  @Test
  void retryAfterThatHasPassedIsNoReasonToComeBackAtOnce() {
    fixture.store(connection, weight("a", "1"));
    Instant begin = fixture.clock.instant();
    server.next(FhirStub.status(503, "Retry-After", "0", ""));

    assertThat(job.drain(connection, PLENTY).retryAt()).isEqualTo(begin.plusSeconds(1));
    assertThat(job.drain(other, PLENTY).delivered()).isZero();
    assertThat(Instant.parse(pausedUntil())).isEqualTo(begin.plusSeconds(1));
  }

  @Test
  void ownStopEndsTheDeliveryAndBlamesNobody() {
    fixture.store(connection, weight("a", "1"));
    Thread here = Thread.currentThread();
    server.next(
        exchange -> {
          here.interrupt();
          return false;
        });

    DrainOutcome outcome;
    try {
      outcome = job.drain(connection, PLENTY);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(outcome).isEqualTo(new DrainOutcome(0, 0, 1, null, "stopped"));
    assertThat(DATABASE.column("select tenant_id from destination_pause")).isEmpty();
    assertThat(fixture.events).isEmpty();
    assertThat(drain(connection).delivered()).isOne();
  }

  /** Drains when it may. */
  private DrainOutcome drain(ConnectionId of) {
    new DeliveryStates(DATABASE.database())
        .waitsUntil(of)
        .filter(until -> until.isAfter(fixture.clock.instant()))
        .ifPresent(
            until -> fixture.clock.advance(Duration.between(fixture.clock.instant(), until)));
    fixture.clock.advance(Duration.ofSeconds(1));
    return job.drain(of, PLENTY);
  }

  private static String pausedUntil() {
    return DATABASE
        .column(
            "select to_char(paused_until at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                + " from destination_pause")
        .get(0);
  }

  private FhirStub.Fault answering(int status, Predicate<String> bundle) {
    return exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      FhirStub.Answer answer =
          bundle.test(new String(body, StandardCharsets.UTF_8))
              ? new FhirStub.Answer(status, OUTCOME)
              : server.commit(body);
      return FhirStub.status(answer.status(), "X-Test", "x", answer.body()).handle(exchange);
    };
  }

  private static LedgerEntry[] weights(String key, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> weight(key + i, String.valueOf(i)))
        .toArray(LedgerEntry[]::new);
  }
}
