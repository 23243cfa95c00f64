package org.healthsync.sandbox.withings;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a source's items must become: the keys of their readings, as docs/providers/withings.md says
 * and not as the mapping files do. The sandbox fills every total of a day and of a night.
 */
public final class ReadingKeys {

  private static final List<String> DAY =
      List.of(
          "steps",
          "distance",
          "elevation",
          "calories",
          "totalcalories",
          "soft",
          "moderate",
          "intense",
          "active",
          "hr_average",
          "hr_min",
          "hr_max",
          "hr_zone_0",
          "hr_zone_1",
          "hr_zone_2",
          "hr_zone_3");
  private static final List<String> NIGHT =
      List.of(
          "hr_average",
          "hr_min",
          "hr_max",
          "rr_average",
          "rr_min",
          "rr_max",
          "breathing_disturbances_intensity",
          "apnea_hypopnea_index",
          "rmssd_start_avg",
          "rmssd_end_avg");
  private static final List<String> SEGMENTS =
      List.of("stages", "hr", "rr", "snoring", "sdnn_1", "rmssd", "hrv_quality", "mvt_score");
  private static final String PULSE = "11";
  private static final Set<String> PRESSURES = Set.of("9", "10");

  private ReadingKeys() {}

  /** One key for each reading of what the source still holds, in the streams that are read. */
  public static List<String> of(List<SourceItem> truth) {
    List<String> keys = new ArrayList<>();
    Map<String, Set<String>> groups = new TreeMap<>();
    Set<String> series = new TreeSet<>();
    for (SourceItem item : truth) {
      if (item.deleted()) {
        continue;
      }
      switch (item.stream()) {
        case "measures" ->
            groups.computeIfAbsent(group(item), key -> new TreeSet<>()).add(type(item));
        case "activity" -> DAY.forEach(total -> keys.add(item.sourceKey() + "/" + total));
        case "sleep" -> {
          keys.add(item.sourceKey());
          NIGHT.forEach(average -> keys.add(item.sourceKey() + "/" + average));
        }
        case "workouts", "devices" -> keys.add(item.sourceKey());
        // a recording is its classification and its signal
        case "heart" -> keys.addAll(List.of(item.sourceKey(), item.sourceKey()));
        case "intraday" -> series.add(intraday(item));
        case "sleep-detail" -> series.addAll(stages(item, truth));
        default ->
            throw new IllegalArgumentException(
                "there are no keys yet for data of " + item.stream());
      }
    }
    groups.forEach((group, types) -> keys.addAll(measures(group, types)));
    keys.addAll(series);
    return keys;
  }

  /** The samples of a kind make one series for each day of UTC. */
  private static String intraday(SourceItem sample) {
    String field = sample.sourceKey().substring(sample.sourceKey().indexOf('/') + 1);
    Instant midnight = Instant.ofEpochSecond(sample.from()).truncatedTo(ChronoUnit.DAYS);
    return "intraday/" + field + "/" + midnight;
  }

  /** The segments of a night make its stages and one series for each kind of sample. */
  private static List<String> stages(SourceItem segment, List<SourceItem> truth) {
    return truth.stream()
        .filter(night -> night.stream().equals("sleep") && !night.deleted())
        .filter(night -> night.from() <= segment.from() && segment.from() < night.to())
        .flatMap(night -> SEGMENTS.stream().map(kind -> night.sourceKey() + "/" + kind))
        .toList();
  }

  /** Blood pressure is one reading of two or three measures. */
  private static List<String> measures(String group, Set<String> types) {
    boolean pressure = types.stream().anyMatch(PRESSURES::contains);
    List<String> keys = new ArrayList<>();
    if (pressure) {
      keys.add(group + "/bp");
    }
    types.stream()
        .filter(type -> !PRESSURES.contains(type))
        .filter(type -> !(pressure && type.equals(PULSE)))
        .forEach(type -> keys.add(group + "/" + type));
    return keys;
  }

  /** The totals that a day has, each of which becomes a reading. */
  public static List<String> totalsOfADay() {
    return DAY;
  }

  /** Id of the group that a measure belongs to. */
  public static String group(SourceItem measure) {
    return measure.sourceKey().substring(0, measure.sourceKey().indexOf('/'));
  }

  private static String type(SourceItem measure) {
    return measure.sourceKey().substring(measure.sourceKey().indexOf('/') + 1);
  }
}
