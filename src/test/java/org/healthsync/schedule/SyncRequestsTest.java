package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncRequestsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Window JANUARY =
      new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));

  private final Requested wishes = new Requested(DATABASE);
  private final Rival rival = new Rival(DATABASE);

  @AfterEach
  void end() {
    rival.close();
  }

  @Test
  void hundredEqualWishesAreOneRequestThatServesHundredRuns() {
    RequestId first = wishes.add("measures", Lane.WEBHOOK);
    for (int i = 1; i < 100; i++) {
      assertThat(wishes.add("measures", Lane.WEBHOOK)).isEqualTo(first);
    }

    assertThat(wishes.all()).hasSize(1);
    List<RunId> served = wishes.inTransaction(transaction -> wishes.runs.of(transaction, first));
    assertThat(served).hasSize(100);
  }

  @Test
  void otherStreamsAndOtherWindowsAreRequestsOfTheirOwn() {
    wishes.add("measures", null, Lane.SCHEDULED, Requested.NOW);
    wishes.add("sleep", null, Lane.SCHEDULED, Requested.NOW);
    wishes.add("measures", JANUARY, Lane.SCHEDULED, Requested.NOW);
    wishes.add(
        "measures", new Window(JANUARY.from(), Requested.NOW), Lane.SCHEDULED, Requested.NOW);

    assertThat(wishes.all()).hasSize(4);
    assertThat(wishes.add("measures", JANUARY, Lane.SCHEDULED, Requested.NOW)).isIn(wishes.ids());
  }

  @Test
  void wishThatComesAfterWorkBeganGetsARequestOfItsOwn() {
    RequestId running = wishes.add("measures", Lane.WEBHOOK);
    wishes.start(running);

    RequestId second = wishes.add("measures", Lane.WEBHOOK);

    assertThat(second).isNotEqualTo(running);
    assertThat(wishes.add("measures", Lane.WEBHOOK)).isEqualTo(second);
  }

  @Test
  void wishThatMeetsTheBeginningOfWorkGetsARequestOfItsOwn() throws Exception {
    RequestId running = wishes.add("measures", Lane.WEBHOOK);

    Future<RequestId> second =
        wishes.inTransaction(
            transaction -> {
              wishes.requests.start(transaction, running, Requested.NOW);
              return rival.blocked(
                  other ->
                      wishes.requests.add(
                          other,
                          wishes.wanted("measures", null, Lane.WEBHOOK),
                          wishes.newRun(other),
                          Requested.NOW));
            });

    assertThat(Rival.result(second)).isNotEqualTo(running);
    assertThat(wishes.all()).hasSize(2);
  }

  @Test
  void moreUrgentWishRaisesTheLaneAndALessUrgentOneDoesNotLowerIt() {
    RequestId request = wishes.add("measures", Lane.BACKFILL);

    wishes.add("measures", Lane.INTERACTIVE);
    assertThat(wishes.find(request).lane()).isEqualTo(Lane.INTERACTIVE);

    wishes.add("measures", Lane.SCHEDULED);
    assertThat(wishes.find(request).lane()).isEqualTo(Lane.INTERACTIVE);
  }

  @Test
  void windowIsReadAsItWasAskedFor() {
    RequestId request = wishes.add("measures", JANUARY, Lane.SCHEDULED, Requested.NOW);

    assertThat(wishes.find(request).window()).contains(JANUARY);
  }
}
