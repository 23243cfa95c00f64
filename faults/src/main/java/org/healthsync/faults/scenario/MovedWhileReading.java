package org.healthsync.faults.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.withings.CloudFault;
import org.healthsync.sandbox.withings.ReadingKeys;
import org.healthsync.sandbox.withings.SourceItem;
import org.healthsync.sandbox.withings.WithingsCloudOptions.Offsets;

/**
 * Row 16: the provider's pages are continued by the number of rows to skip. Between two pages a row
 * of an earlier one is deleted, so that all later ones move up, and a row is added.
 */
public final class MovedWhileReading implements Scenario {

  private static final String READ = "measure/getmeas";
  private static final int TIMES = 3;
  private static final int HISTORY_DAYS = 40;
  private static final int PAGE = 10;
  private static final int WEIGHT = 1;

  /** So long the next page waits for the answer with this one. */
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  @Override
  public int number() {
    return 16;
  }

  @Override
  public String name() {
    return "records change while pages are read";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    return shared.withOffsets(Offsets.ROWS).withHistory(HISTORY_DAYS, PAGE);
  }

  @Override
  public void play(Trial trial) {
    trial.fleet().cloud().inject(CloudFault.DELAY, TIMES + 1, READ, BETWEEN);
    Member member = trial.connect();
    List<String> deleted = new ArrayList<>();
    for (int page = 1; page <= TIMES; page++) {
      long read = page;
      trial.until("page " + page, () -> pages(trial, member) >= read);
      deleted.addAll(move(trial, member));
      trial.demand(pages(trial, member) == read, "it was read faster than its records moved");
      trial.demand(!trial.isQuiet(), "all was read before");
    }
    trial.quiet();
    trial.demand(pages(trial, member) > TIMES, "no page came after the last change");
    trial.did(
        TIMES + " times between two pages, deleted a measure of the first page and added another");
    // nothing tells of a deletion but a window that is read again: row 14
    trial.judge(history -> history.withMore(deleted));
  }

  private static long pages(Trial trial, Member member) {
    return trial.fleet().cloud().calls().stream()
        .filter(call -> call.action().equals(READ))
        .filter(call -> Objects.equals(call.user(), member.accountId()))
        .count();
  }

  /** Deletes the oldest weight and adds one; the keys of what is gone. */
  private static List<String> move(Trial trial, Member member) {
    List<SourceItem> truth = trial.fleet().cloud().truth(member.accountId());
    SourceItem first =
        truth.stream()
            .filter(item -> item.stream().equals("measures") && !item.deleted())
            .filter(item -> item.sourceKey().endsWith("/" + WEIGHT))
            .findFirst()
            .orElseThrow();
    String group = ReadingKeys.group(first);
    trial.fleet().cloud().deleteMeasures(member.accountId(), Long.parseLong(group));
    Instant day = Instant.now().minus(Duration.ofDays(15));
    Instant at = day.plusSeconds(trial.random().nextInt(86_400));
    trial.fleet().cloud().addMeasure(member.accountId(), at, WEIGHT, 70_000, -3);
    List<SourceItem> gone =
        truth.stream()
            .filter(item -> item.stream().equals("measures") && !item.deleted())
            .filter(item -> ReadingKeys.group(item).equals(group))
            .toList();
    return ReadingKeys.of(gone).stream().map(member::key).toList();
  }
}
