package org.healthsync.sandbox.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsync.sandbox.withings.SandboxControl;
import org.healthsync.sandbox.withings.SourceItem;

/** Adds, corrects and deletes one measurement at the simulated cloud. */
final class ThreeChanges {

  /** How far back the changed measurements lie at most. */
  static final Duration REACH = Duration.ofDays(60);

  private static final int WEIGHT = 1;

  private final SandboxControl cloud;
  private final Clock clock;

  ThreeChanges(SandboxControl cloud, Clock clock) {
    this.cloud = cloud;
    this.clock = clock;
  }

  /** Makes the changes; each touches exactly one measurement. */
  void make(long user) {
    List<SourceItem> recent = recentMeasures(user);
    Map<String, Long> sizes =
        recent.stream().collect(Collectors.groupingBy(ThreeChanges::group, Collectors.counting()));
    List<SourceItem> single =
        recent.stream().filter(item -> sizes.getOrDefault(group(item), 0L) == 1).toList();
    SourceItem corrected =
        recent.stream()
            .filter(item -> item.sourceKey().endsWith("/" + WEIGHT))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the sandbox has no recent weight"));
    SourceItem deleted =
        single.stream()
            .filter(item -> !group(item).equals(group(corrected)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no group of one measure is recent"));
    cloud.addMeasure(user, clock.instant().minus(Duration.ofMinutes(5)), WEIGHT, 71_234, -3);
    cloud.correctMeasure(user, Long.parseLong(group(corrected)), WEIGHT, 70_111, -3);
    cloud.deleteMeasures(user, Long.parseLong(group(deleted)));
  }

  private List<SourceItem> recentMeasures(long user) {
    Instant since = clock.instant().minus(REACH).plus(Duration.ofDays(5));
    return cloud.truth(user).stream()
        .filter(item -> item.stream().equals("measures") && !item.deleted())
        .filter(item -> item.modified() > since.getEpochSecond())
        .sorted(Comparator.comparing(SourceItem::sourceKey))
        .toList();
  }

  private static String group(SourceItem item) {
    return item.sourceKey().substring(0, item.sourceKey().indexOf('/'));
  }
}
