package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.deliver.DeliveryFixture.PLENTY;
import static org.healthsync.deliver.DeliveryFixture.observation;
import static org.healthsync.ledger.Pages.weight;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that a server works after those that were sent later. */
class DeliveryDoubtTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Duration OVER = Duration.ofSeconds(20);

  private final DeliveryFixture fixture = new DeliveryFixture(DATABASE);
  private final FhirStub server = fixture.server;
  private final DeliveryJob job = fixture.job();
  private final ConnectionId connection = DATABASE.connection();
  private byte[] held = {};

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 502, 503, 504})
  void correctionIsLastAlsoWhenTheServerWorksAnEarlierBundleAfterIt(int status) throws Exception {
    fixture.store(connection, weight("a", "72.0"), weight("b", "1"));
    server.next(queued(status));
    assertThat(job.drain(connection, PLENTY).delivered()).isZero();
    fixture.store(connection, weight("a", "73.0"));
    fixture.clock.advance(Duration.ofSeconds(5));
    assertThat(job.drain(connection, PLENTY).pending()).isZero();
    server.commit(held);
    assertThat(server.versions(observation("a"))).last().asString().contains(":72.0}");

    assertThat(fixture.repeatDoubtful()).as("it may still come").isZero();
    fixture.clock.advance(OVER);
    assertThat(fixture.repeatDoubtful()).as("a only: b has not changed").isOne();
    assertThat(job.drain(connection, PLENTY)).isEqualTo(new DrainOutcome(1, 0, 0, null, null));

    assertThat(server.versions(observation("a"))).last().asString().contains(":73.0}");
    assertThat(doubts()).isEmpty();
    fixture.clock.advance(OVER);
    assertThat(fixture.repeatDoubtful()).as("once").isZero();
  }

  @Test
  void doubtfulResourceThatStillWaitsIsNotQueuedAgainBeforeItHasGone() {
    fixture.store(connection, weight("a", "72.0"));
    server.next(queued(504));
    job.drain(connection, PLENTY);
    fixture.store(connection, weight("a", "73.0"));
    for (int i = 0; i < 5; i++) {
      fixture.clock.advance(Duration.ofMinutes(10));
      server.next(queued(504));
      assertThat(job.drain(connection, PLENTY).pending()).isEqualTo(2);
      fixture.clock.advance(OVER);
      assertThat(fixture.repeatDoubtful()).isZero();
    }
    fixture.clock.advance(Duration.ofMinutes(10));
    assertThat(job.drain(connection, PLENTY).pending()).isZero();

    assertThat(fixture.repeatDoubtful()).isOne();
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(doubts()).isEmpty();
  }

  @Test
  void answerThatIsKnownLeavesNoDoubt() {
    fixture.store(connection, weight("a", "72.0"));
    for (int status : List.of(401, 403, 429, 500, 409, 307)) {
      server.next(FhirStub.status(status));
      fixture.clock.advance(Duration.ofMinutes(5));
      assertThat(job.drain(connection, PLENTY).pending()).isOne();
    }
    assertThat(doubts()).isEmpty();
  }

  @Test
  void bundleOfADelivererThatDiedIsDoubtfulAsSoonAsAnotherTakesOver() throws Exception {
    fixture.store(connection, weight("a", "72.0"));
    server.next(
        exchange -> {
          held = exchange.getRequestBody().readAllBytes();
          // as when it is killed now: its successor finds what it noted before it sent
          DATABASE.update("update delivery_state set lease_until = now() - interval '1 second'");
          fixture.store(connection, weight("a", "73.0"));
          assertThat(job.drain(connection, PLENTY).delivered()).isOne();
          throw new IOException("gone");
        });
    job.drain(connection, PLENTY);
    server.commit(held);
    assertThat(server.versions(observation("a"))).last().asString().contains(":72.0}");

    fixture.clock.advance(OVER);
    assertThat(doubts()).containsExactly("0");
    assertThat(fixture.repeatDoubtful()).isOne();
    assertThat(job.drain(connection, PLENTY).delivered()).isOne();
    assertThat(server.versions(observation("a"))).last().asString().contains(":73.0}");
  }

  @Test
  void deliveryThatEndedWellLeavesNothingInDoubt() {
    fixture.store(connection, weight("a", "72.0"));
    job.drain(connection, PLENTY);
    fixture.store(connection, weight("a", "73.0"));
    job.drain(connection, PLENTY);

    assertThat(doubts()).isEmpty();
  }

  @Test
  void entryThatWasNotAnsweredIsSentAgainAsItIsNowWhenTheDelivererWasReplaced() {
    fixture.store(connection, weight("a", "72.0"), weight("b", "1"));
    server.next(
        exchange -> {
          DATABASE.update("update delivery_state set lease_until = now() - interval '1 second'");
          fixture.store(connection, weight("b", "2"));
          assertThat(job.drain(connection, PLENTY).pending()).isZero();
          server.commit(exchange.getRequestBody().readAllBytes());
          return FhirStub.status(
                  200,
                  "X-Test",
                  "x",
                  "{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":["
                      + "{\"response\":{\"status\":\"200\"}},{\"response\":{\"status\":\"503\"}}]}")
              .handle(exchange);
        });

    assertThat(job.drain(connection, PLENTY).error()).isEqualTo("unanswered");
    assertThat(server.versions(observation("b"))).last().asString().contains(":1}");
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(job.drain(connection, PLENTY).delivered()).isEqualTo(2);
    assertThat(server.versions(observation("b"))).last().asString().contains(":2}");
  }

  /** Takes a bundle and does not work it yet; 0 drops the connection. */
  private FhirStub.Fault queued(int status) {
    return exchange -> {
      held = exchange.getRequestBody().readAllBytes();
      if (status == 0) {
        exchange.close();
        return true;
      }
      return FhirStub.status(status).handle(exchange);
    };
  }

  private static List<String> doubts() {
    return DATABASE.column("select version from delivery_doubt");
  }
}
