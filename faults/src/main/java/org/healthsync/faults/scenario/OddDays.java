package org.healthsync.faults.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.ReadingKeys;

/** Row 20, end to end in short: each reading once, each day once. */
public final class OddDays implements Scenario {

  @Override
  public int number() {
    return 20;
  }

  @Override
  public String name() {
    return "clock changes, a leap day, odd zones";
  }

  @Override
  public void play(Trial trial) {
    Member member = trial.settled();
    for (Instant moment : MOMENTS) {
      trial.fleet().cloud().addMeasure(member.accountId(), moment, 1, 70_000, -3);
    }
    for (LocalDate day : DAYS) {
      trial.fleet().cloud().putActivity(member.accountId(), day, totals());
    }
    trial.ask(member, "measures", "activity");
    trial.quiet();
    trial.did("added measures in the gap and in the doubled hour, and totals of such days");
    trial.judge();
  }

  private static final List<Instant> MOMENTS =
      List.of(
          // Berlin, spring: the last second before the gap, the first after it
          Instant.parse("2026-03-29T00:59:59Z"),
          Instant.parse("2026-03-29T01:00:00Z"),
          // Berlin, autumn: 02:30 twice
          Instant.parse("2025-10-26T00:30:00Z"),
          Instant.parse("2025-10-26T01:30:00Z"),
          // St John's and Lord Howe change by other steps and hours
          Instant.parse("2026-03-08T05:30:00Z"),
          Instant.parse("2026-04-04T15:00:00Z"),
          Instant.parse("2024-02-29T12:00:00Z"));

  private static final List<LocalDate> DAYS =
      List.of(
          LocalDate.parse("2026-03-29"),
          LocalDate.parse("2025-10-26"),
          LocalDate.parse("2024-02-29"));

  private static ObjectNode totals() {
    ObjectNode totals = JsonNodeFactory.instance.objectNode();
    ReadingKeys.totalsOfADay().forEach(total -> totals.put(total, 60));
    return totals;
  }
}
