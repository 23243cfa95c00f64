package org.healthsync.faults.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A count that is looked at about every second, so that rates can be told afterwards. For one
 * thread.
 */
public final class Meter {

  private static final double AS_BEFORE = 0.95;

  private record Sample(long atMillis, long count) {}

  private final List<Sample> samples = new ArrayList<>();

  /** Notes how far the count is. */
  public void note(long atMillis, long count) {
    samples.add(new Sample(atMillis, count));
  }

  /** Things a second between two moments; zero when nothing was noted then. */
  public double rate(long fromMillis, long toMillis) {
    List<Sample> within =
        samples.stream()
            .filter(sample -> sample.atMillis() >= fromMillis && sample.atMillis() <= toMillis)
            .toList();
    if (within.size() < 2) {
      return 0;
    }
    Sample first = within.get(0);
    Sample last = within.get(within.size() - 1);
    return (last.count() - first.count())
        * 1000.0
        / Math.max(1, last.atMillis() - first.atMillis());
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
    return samples.stream()
        .mapToLong(Sample::atMillis)
        .filter(begin -> begin >= killMillis)
        .filter(begin -> rate(begin, begin + span.toMillis()) >= AS_BEFORE * before)
        .map(begin -> begin + span.toMillis() - killMillis)
        .findFirst();
  }
}
