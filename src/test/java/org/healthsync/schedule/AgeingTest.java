package org.healthsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgeingTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final QueueBench bench = new QueueBench(DATABASE);
  private final Ageing ageing = new Ageing(DATABASE.database(), PATIENCE);
  private final Instant now = Clock.systemUTC().instant();

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void historyMovesOnBelowEndlessMoreUrgentWork() {
    ConnectionId history = bench.connection("ward");
    AtomicInteger urgentTurns = new AtomicInteger();
    AtomicInteger historyTurns = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      bench.wake(bench.connection("ward"), Lane.SCHEDULED);
    }
    bench.wake(history, Lane.BACKFILL);
    bench.start(
        "one",
        QueueBench.settings(1, Duration.ofMillis(50), Duration.ofSeconds(5)),
        (which, stopping) -> {
          if (which.equals(history)) {
            historyTurns.incrementAndGet();
            return transaction -> Optional.empty();
          }
          urgentTurns.incrementAndGet();
          return transaction ->
              Optional.of(new WorkQueue.Turn(Clock.systemUTC().instant(), Lane.SCHEDULED));
        });
    await().atMost(Duration.ofMinutes(1)).until(() -> urgentTurns.get() > 8);
    assertThat(historyTurns).hasValue(0);

    ageing.raise(now.plus(PATIENCE).plusSeconds(60));

    await().atMost(Duration.ofMinutes(1)).until(() -> historyTurns.get() == 1);
  }

  @Test
  void eachPeriodRaisesByOneLaneUpToJustBelowTheUrgentOnes() {
    bench.wake(WorkKind.SYNC, bench.connection("ward"), now, Lane.BACKFILL);

    assertThat(raisedTo(now.plusSeconds(59))).containsExactly("0");
    assertThat(raisedTo(now.plusSeconds(61))).containsExactly("10");
    assertThat(raisedTo(now.plusSeconds(100))).containsExactly("10");
    assertThat(raisedTo(now.plusSeconds(122))).containsExactly("19");
    assertThat(raisedTo(now.plusSeconds(600))).containsExactly("19");
  }

  @Test
  void ofATenantOnlyWhatIsNextIsRaised() {
    bench.queueMany("noisy", 40, Lane.BACKFILL);
    bench.queueMany("quiet", 2, Lane.BACKFILL);

    assertThat(ageing.raise(now.plusSeconds(120))).isEqualTo(2);

    assertThat(DATABASE.column("select tenant from scheduled_tasks where priority = 10"))
        .containsExactlyInAnyOrder("noisy", "quiet");
  }

  @Test
  void whatRunsOrIsNotDueIsLeftAlone() {
    bench.wake(WorkKind.SYNC, bench.connection("ward"), now, Lane.BACKFILL);
    DATABASE.update("update scheduled_tasks set picked = true");
    bench.wake(WorkKind.SYNC, bench.connection("ward"), now.plusSeconds(500), Lane.BACKFILL);

    assertThat(ageing.raise(now.plusSeconds(200))).isZero();
  }

  @Test
  void nextTurnBeginsAtItsOwnLaneAgain() {
    ConnectionId connection = bench.connection("ward");
    bench.wake(WorkKind.SYNC, connection, now, Lane.BACKFILL);
    ageing.raise(now.plusSeconds(61));
    DATABASE.update("update scheduled_tasks set picked = true, version = 7");

    DATABASE
        .database()
        .inTransaction(
            transaction ->
                bench.queue.settle(
                    transaction,
                    WorkKind.SYNC,
                    connection,
                    7,
                    same -> Optional.of(new WorkQueue.Turn(now, Lane.BACKFILL))));

    assertThat(DATABASE.column("select priority from scheduled_tasks")).containsExactly("0");
    assertThat(DATABASE.column("select raised_at from scheduled_tasks"))
        .containsExactly((String) null);
  }

  private List<String> raisedTo(Instant at) {
    ageing.raise(at);
    return DATABASE.column("select priority from scheduled_tasks");
  }
}
