package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.healthsync.map.fhir.Part.Samples;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Reading.Sample;
import org.healthsync.spi.reading.Reading.Stage;
import org.healthsync.spi.reading.Timing;

/**
 * Lays samples out for FHIR's SampledData: on a grid from the start of the period where they are
 * regular, with holes as {@code E}; by offsets from the start where they are not.
 */
final class SampleGrid {

  private static final String HOLE = "E";
  private static final int MAX_SLOTS = 100_000;
  private static final MathContext TEN_DIGITS = new MathContext(10, RoundingMode.HALF_EVEN);

  private final OwnTerminology terminology;

  SampleGrid(OwnTerminology terminology) {
    this.terminology = terminology;
  }

  Samples series(Reading.Series series) {
    Timing.Between period = period(series.header().timing());
    List<Sample> samples = series.samples();
    if (samples.isEmpty()) {
      throw new UnrenderableException("wrong-shape", "a series needs a sample");
    }
    Duration interval = series.interval();
    Instant start = period.start().instant();
    boolean regular =
        interval != null
            && samples.stream().allMatch(s -> isOnGrid(Duration.between(start, s.at()), interval));
    List<BigDecimal> numbers =
        samples.stream().map(Sample::value).filter(Objects::nonNull).toList();
    if (regular && interval != null) {
      String[] slots = slots(samples, period, interval);
      BigDecimal millis = BigDecimal.valueOf(interval.toMillis());
      return new Samples(series.unit(), millis, "ms", null, String.join(" ", slots), numbers);
    }
    return new Samples(series.unit(), null, "s", offsets(samples, start), data(samples), numbers);
  }

  Samples waveform(Reading.Waveform waveform) {
    if (waveform.samples().isEmpty() || waveform.frequency().signum() <= 0) {
      throw new UnrenderableException("wrong-shape", "a waveform needs samples and a frequency");
    }
    BigDecimal interval = BigDecimal.valueOf(1000).divide(waveform.frequency(), TEN_DIGITS);
    String data =
        waveform.samples().stream().map(SampleGrid::plain).collect(Collectors.joining(" "));
    return new Samples(waveform.unit(), interval, "ms", null, data, waveform.samples());
  }

  /** Segments of different length: one offset and one code each, a hole where none is told. */
  Samples stages(Reading.Session session) {
    if (session.stages().isEmpty()) {
      throw new UnrenderableException("wrong-shape", "a hypnogram needs a stage");
    }
    Instant start = period(session.header().timing()).start().instant();
    List<String> offsets = new ArrayList<>();
    List<String> data = new ArrayList<>();
    Instant end = start;
    for (Stage stage : session.stages()) {
      if (stage.start().isBefore(end) || !stage.end().isAfter(stage.start())) {
        throw new UnrenderableException("wrong-shape", "stages overlap or are out of order");
      }
      if (!terminology.knows(OwnTerminology.STAGES, stage.stage())) {
        throw new UnrenderableException("unknown-stage", "a stage is not in sleep-stage");
      }
      if (stage.start().isAfter(end)) {
        offsets.add(seconds(Duration.between(start, end)));
        data.add(HOLE);
      }
      offsets.add(seconds(Duration.between(start, stage.start())));
      data.add(stage.stage());
      end = stage.end();
    }
    return new Samples("", null, "s", String.join(" ", offsets), String.join(" ", data), List.of());
  }

  private static Timing.Between period(Timing timing) {
    if (timing instanceof Timing.Between between) {
      return between;
    }
    throw new UnrenderableException("bad-timing", "samples and stages need a period");
  }

  private static boolean isOnGrid(Duration distance, Duration interval) {
    return !distance.isNegative()
        && interval.toMillis() > 0
        && distance.toMillis() % interval.toMillis() == 0;
  }

  private static String[] slots(List<Sample> samples, Timing.Between period, Duration interval) {
    Instant start = period.start().instant();
    Instant last = samples.get(samples.size() - 1).at();
    long count = Duration.between(start, last).dividedBy(interval) + 1;
    if (count > MAX_SLOTS || count < 1) {
      throw new UnrenderableException("wrong-shape", "a series is too long or out of order");
    }
    String[] slots = new String[(int) count];
    Arrays.fill(slots, HOLE);
    for (Sample sample : samples) {
      long slot = Duration.between(start, sample.at()).dividedBy(interval);
      if (slot >= count) {
        throw new UnrenderableException("wrong-shape", "samples are out of order");
      }
      slots[(int) slot] = text(sample);
    }
    return slots;
  }

  private static String offsets(List<Sample> samples, Instant start) {
    return samples.stream()
        .map(sample -> seconds(Duration.between(start, sample.at())))
        .collect(Collectors.joining(" "));
  }

  private static String data(List<Sample> samples) {
    return samples.stream().map(SampleGrid::text).collect(Collectors.joining(" "));
  }

  private static String text(Sample sample) {
    BigDecimal value = sample.value();
    return value == null ? HOLE : plain(value);
  }

  private static String plain(BigDecimal number) {
    if (number.precision() > 30 || Math.abs(number.scale()) > 30) {
      throw new UnrenderableException("out-of-range", "a sample has too many digits");
    }
    return number.toPlainString();
  }

  private static String seconds(Duration distance) {
    BigDecimal seconds = BigDecimal.valueOf(distance.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString();
  }
}
