package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.deliver.DeliveryFixture.PLENTY;
import static org.healthsync.deliver.DeliveryFixture.observation;
import static org.healthsync.ledger.Pages.weight;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.healthsync.deliver.fhir.FhirAuth;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryHeldTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final DeliveryFixture fixture = new DeliveryFixture(DATABASE);
  private final FhirStub server = fixture.server;
  private final DeliveryJob job = fixture.job();
  private final ConnectionId connection = DATABASE.connection();
  private final ConnectionId other = DATABASE.connection();
  private final Instant begin = fixture.clock.instant();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void retryAfterInSecondsIsObeyedByTheWholeDestination() {
    server.next(FhirStub.status(503, "Retry-After", "90", ""));
    pausesUntil(begin.plusSeconds(90));
  }

  @Test
  void retryAfterAsDateIsObeyedByTheWholeDestination() {
    Instant wanted = begin.plusSeconds(300);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(wanted.atOffset(ZoneOffset.UTC));
    server.next(FhirStub.status(429, "Retry-After", date, ""));
    pausesUntil(wanted);
  }

  private void pausesUntil(Instant wanted) {
    fixture.store(connection, weight("a", "1"));
    fixture.store(other, weight("b", "2"));

    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(0, 0, 1, wanted, "busy"));
    assertThat(job.drain(other, PLENTY))
        .isEqualTo(new DrainOutcome(0, 0, 1, wanted, "destination-paused"));
    fixture.clock.advance(Duration.between(begin, wanted).minusSeconds(1));
    assertThat(job.drain(connection, PLENTY).delivered()).isZero();
    assertThat(server.bundles()).as("nobody asked before the time").isOne();

    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(job.drain(other, PLENTY).delivered()).isOne();
  }

  @Test
  void failuresInARowBackOffTwiceAsLongEachTimeAndSuccessForgetsThem() {
    fixture.store(connection, weight("a", "1"));
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      server.next(FhirStub.status(500));
      Instant now = fixture.clock.instant();
      Instant retryAt = job.drain(connection, PLENTY).retryAt();
      assertThat(retryAt).isNotNull();
      waits.add(Duration.between(now, retryAt));
      fixture.clock.advance(waits.get(i));
    }
    assertThat(waits)
        .as("from the third on others come first")
        .extracting(Duration::toMillis)
        .containsExactly(1_000L, 2_000L, 4_800L, 9_600L);
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();

    fixture.store(connection, weight("a", "2"));
    server.next(FhirStub.status(502));
    assertThat(job.drain(connection, PLENTY).retryAt())
        .isEqualTo(fixture.clock.instant().plusSeconds(1));
  }

  @Test
  void conflictHoldsTheConnectionAndNotTheDestination() {
    fixture.store(connection, weight("a", "1"));
    fixture.store(other, weight("b", "2"));
    server.next(FhirStub.status(409), FhirStub.status(412));

    assertThat(job.drain(connection, PLENTY))
        .isEqualTo(new DrainOutcome(0, 0, 1, begin.plusSeconds(1), "conflict"));
    assertThat(job.drain(other, PLENTY).error()).isEqualTo("conflict");
    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(job.drain(other, PLENTY).delivered()).isOne();
  }

  @Test
  void missingPatientHoldsTheConnectionAndBlamesNoReading() {
    server.patient("Patient/p1", false);
    fixture.store(connection, weight("a", "1"), weight("b", "2"), weight("c", "3"));

    DrainOutcome outcome = job.drain(connection, PLENTY);

    assertThat(outcome)
        .isEqualTo(new DrainOutcome(0, 0, 3, begin.plusSeconds(1), "patient-not-found"));
    assertThat(new DeliveryStates(DATABASE.database()).hold(connection))
        .contains(new DeliveryHold("patient-not-found", begin.plusSeconds(1)));
    assertThat(fixture.quarantine("reason")).isEmpty();
    assertThat(fixture.events).containsExactly("held patient-not-found");

    server.patient("Patient/p1", true);
    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(job.drain(connection, PLENTY).delivered()).isEqualTo(3);
    assertThat(new DeliveryStates(DATABASE.database()).hold(connection)).isEmpty();
  }

  @Test
  void missingPatientIsRecognisedAlsoWhereTheServerDoesNotLetUsLook() {
    server.patient("Patient/p1", false);
    server.forbidReading();
    fixture.store(connection, weight("a", "1"), weight("b", "2"), weight("c", "3"));

    assertThat(job.drain(connection, PLENTY).error()).isEqualTo("patient-not-found");
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void refusalThatIsNoFhirAnswerBlamesNoReading(int status) {
    fixture.store(connection, weight("a", "1"));
    server.next(FhirStub.status(status, "Content-Type", "text/html", "<html>no such page</html>"));

    assertThat(job.drain(connection, PLENTY).error()).isEqualTo("not-a-fhir-answer");
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @Test
  void pageOfSomebodyElseWithStatus200IsNoAcceptance() {
    fixture.store(connection, weight("a", "1"));
    server.next(FhirStub.status(200, "Content-Type", "text/html", "<html>please log in</html>"));

    DrainOutcome outcome = job.drain(connection, PLENTY);
    assertThat(outcome.error()).isEqualTo("not-a-fhir-answer");
    assertThat(outcome.pending()).isOne();
  }

  @Test
  void serverOfAnotherFhirVersionSendsNothingToQuarantine() {
    server.version("4.0.1");
    server.refuse(body -> true);
    fixture.store(connection, weight("a", "1"));

    assertThat(job.drain(connection, PLENTY).error()).isEqualTo("not-a-fhir-r5-server");
    assertThat(fixture.quarantine("reason")).isEmpty();
  }

  @Test
  void redirectIsNotFollowed() {
    try (FhirStub elsewhere = new FhirStub()) {
      fixture.store(connection, weight("a", "1"));
      String location = elsewhere.address("/fhir").toString();
      server.next(FhirStub.status(307, "Location", location, ""));

      assertThat(job.drain(connection, PLENTY).error()).isEqualTo("http-307");
      assertThat(elsewhere.bundles()).isZero();
    }
  }

  @Test
  void tokenIsFetchedOnceKeptAndFetchedAgainBeforeItExpires() {
    DeliveryJob withToken = fixture.job(oauth("s:ecret"), "/fhir", 1);
    server.wantToken("token-1");
    fixture.store(connection, weight("a", "1"), weight("b", "2"));
    assertThat(withToken.drain(connection, PLENTY).delivered()).isEqualTo(2);
    assertThat(server.tokens()).isOne();

    fixture.clock.advance(Duration.ofSeconds(270));
    server.wantToken("token-2");
    fixture.store(connection, weight("a", "3"));
    assertThat(withToken.drain(connection, PLENTY).delivered()).isOne();
    assertThat(server.tokens()).isEqualTo(2);
  }

  @Test
  void refusedTokenIsRenewedOnceAndThenTheDestinationWaits() {
    DeliveryJob withToken = fixture.job(oauth("s:ecret"), "/fhir", 100);
    server.wantToken("token-2");
    fixture.store(connection, weight("a", "1"));
    assertThat(withToken.drain(connection, PLENTY).delivered()).isOne();
    assertThat(server.bundles()).isEqualTo(2);

    server.wantToken("never given");
    fixture.store(connection, weight("a", "2"));
    assertThat(withToken.drain(connection, PLENTY).error()).isEqualTo("unauthorized");
    assertThat(server.tokens()).isEqualTo(3);
    assertThat(server.bundles()).isEqualTo(4);
  }

  @Test
  void wrongClientSecretIsSaidAndNothingIsSent() {
    DeliveryJob withToken = fixture.job(oauth("wrong"), "/fhir", 100);
    fixture.store(connection, weight("a", "1"));

    assertThat(withToken.drain(connection, PLENTY).error()).isEqualTo("token-refused");
    assertThat(server.bundles()).isZero();
  }

  @Test
  void neitherSecretNorValueIsLoggedOrStored() {
    List<String> lines = new ArrayList<>();
    Handler handler = capture(lines);
    Logger root = Logger.getLogger("");
    Level level = root.getLevel();
    root.addHandler(handler);
    root.setLevel(Level.FINE);
    try {
      DeliveryJob withToken = fixture.job(oauth("s:ecret"), "/fhir", 100);
      server.wantToken("token-1");
      server.refuse(body -> body.contains("66.125"));
      fixture.store(connection, weight("a", "66.125"), weight("b", "77.375"));
      assertThat(withToken.drain(connection, PLENTY).quarantined()).isOne();
      fixture.store(connection, weight("b", "88.625"));
      server.next(FhirStub.status(500, "X-Test", "x", "value 88.625 is not right"));
      assertThat(withToken.drain(connection, PLENTY).error()).isEqualTo("http-500");
    } finally {
      root.setLevel(level);
      root.removeHandler(handler);
    }
    lines.addAll(fixture.quarantine("message"));
    lines.addAll(DATABASE.column("select last_error from delivery_state"));

    assertThat(lines).anyMatch(line -> line.contains("http-500"));
    assertThat(String.join("\n", lines))
        .doesNotContain("66.125", "77.375", "88.625", "s:ecret", "token-1", "Patient/p1");
    assertThat(oauth("s:ecret").toString()).doesNotContain("s:ecret");
  }

  @Test
  void resourcesThatWaitAreNotTouchedByAHold() {
    fixture.store(connection, weight("a", "1"));
    server.next(FhirStub.status(503));
    job.drain(connection, PLENTY);

    assertThat(DATABASE.column("select count(*) from outbox")).containsExactly("1");
    assertThat(server.versions(observation("a"))).isEmpty();
  }

  private FhirAuth oauth(String secret) {
    return new FhirAuth.OAuth2(server.address("/token"), "id", Secret.of(secret), "system/*.write");
  }

  private static Handler capture(List<String> lines) {
    return new Handler() {
      private final SimpleFormatter formatter = new SimpleFormatter();

      @Override
      public synchronized void publish(LogRecord line) {
        // the HTTP stacks of the test itself log requests at these levels, with the body
        if (String.valueOf(line.getLoggerName()).startsWith("org.healthsync")) {
          lines.add(formatter.format(line));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
