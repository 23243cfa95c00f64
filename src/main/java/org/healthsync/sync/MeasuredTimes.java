package org.healthsync.sync;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.jspecify.annotations.Nullable;

/** When the readings of a page were measured, by what problems know of them. */
final class MeasuredTimes {

  private final Map<String, Instant> times;

  private MeasuredTimes(Map<String, Instant> times) {
    this.times = times;
  }

  static MeasuredTimes of(List<Reading> readings) {
    Map<String, Instant> times = new HashMap<>();
    readings.forEach(
        reading ->
            times.put(
                reading.header().type() + "/" + reading.header().sourceKey(),
                instant(reading.header().timing())));
    return new MeasuredTimes(times);
  }

  /** When the part at fault was measured; null when nobody knows. */
  @Nullable Instant of(MappingProblem problem) {
    return times.get(problem.type() + "/" + problem.sourceKey());
  }

  // a local day is its midnight UTC, as in windows
  private static Instant instant(Timing timing) {
    if (timing instanceof Timing.At at) {
      return at.moment().instant();
    }
    if (timing instanceof Timing.Between between) {
      return between.start().instant();
    }
    return ((Timing.OnDay) timing).day().atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
