package org.healthsync.faults.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;

/** Proves the checker: a cursor is moved in a transaction of its own, ahead of what is stored. */
public final class CursorCommittedEarly implements Scenario {

  private static final Pattern SECONDS = Pattern.compile("\\b[0-9]{10}\\b");
  private static final long A_DAY = 86_400;

  @Override
  public int number() {
    return 41;
  }

  @Override
  public String name() {
    return "checker: a cursor committed before its page";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    Instant day = Instant.now().minus(Duration.ofDays(12));
    trial.fleet().cloud().addMeasure(member.accountId(), day, 1, 70_000, -3);
    String cursor = trial.fleet().rows().text(CURSOR, member);
    String ahead =
        SECONDS
            .matcher(cursor)
            .replaceAll(second -> Long.toString(Long.parseLong(second.group()) + A_DAY));
    trial.demand(!ahead.equals(cursor), "the cursor holds no time");
    trial
        .fleet()
        .rows()
        .execute(
            "update stream_state set cursor_value = '%s' where connection_id = '%s' and stream = 'measures'"
                .formatted(ahead, member.connection()));
    trial.ask(member, "measures");
    trial.quiet();
    trial.did("moved a cursor on by a day in a transaction of its own");
    Breach.expect(trial, Set.of(Promise.NOTHING_LOST, Promise.CURSOR_BEHIND_STORE));
  }

  private static final String CURSOR =
      "select cursor_value from stream_state where connection_id = ? and stream = 'measures'";
}
