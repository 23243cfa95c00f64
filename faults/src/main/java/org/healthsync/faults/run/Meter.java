package org.healthsync.faults.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A count that is looked at about every second, so that rates can be told afterwards. For one
 * thread.
 */
public final class Meter {

  private static final double AS_BEFORE = 0.95;

  private final NavigableMap<Long, Long> samples = new TreeMap<>();

  /** Notes how far the count is. */
  public void note(long atMillis, long count) {
    samples.put(atMillis, count);
  }

  /** Things a second between two moments; zero when it is not known how far it was at both. */
  public double rate(long fromMillis, long toMillis) {
    OptionalDouble from = countAt(fromMillis);
    OptionalDouble to = countAt(toMillis);
    return from.isEmpty() || to.isEmpty()
        ? 0
        : (to.getAsDouble() - from.getAsDouble()) * 1000 / (toMillis - fromMillis);
  }

  /** Between two looks it went on evenly, as far as anybody knows. */
  private OptionalDouble countAt(long millis) {
    Map.Entry<Long, Long> before = samples.floorEntry(millis);
    Map.Entry<Long, Long> after = samples.ceilingEntry(millis);
    if (before == null || after == null) {
      return OptionalDouble.empty();
    }
    long span = after.getKey() - before.getKey();
    double share = span == 0 ? 0 : (millis - before.getKey()) / (double) span;
    return OptionalDouble.of(before.getValue() + share * (after.getValue() - before.getValue()));
  }

  /** Things a second in spans one after the other, rounded, for people to look at. */
  public List<Long> rates(long fromMillis, Duration span, int spans) {
    return LongStream.range(0, spans)
        .map(i -> fromMillis + i * span.toMillis())
        .mapToObj(begin -> Math.round(rate(begin, begin + span.toMillis())))
        .toList();
  }

  /**
   * How long it took from a kill until things had happened over {@code span} at 95 % of the rate of
   * the two spans before the kill, in which nothing else may have gone wrong.
   *
   * @return milliseconds; empty when nothing happened before or it never came back
   */
  public OptionalLong recovery(long killMillis, Duration span) {
    double before = rate(killMillis - 2 * span.toMillis(), killMillis);
    if (before <= 0) {
      return OptionalLong.empty();
    }
    return samples.tailMap(killMillis, true).keySet().stream()
        .mapToLong(Long::longValue)
        .filter(begin -> rate(begin, begin + span.toMillis()) >= AS_BEFORE * before)
        .map(begin -> begin + span.toMillis() - killMillis)
        .findFirst();
  }
}
