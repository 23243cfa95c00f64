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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.healthsync.map.fhir.Part.Samples;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Reading.Sample;
import org.healthsync.spi.reading.Reading.Stage;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Lays samples out for FHIR's SampledData: on a grid from the start of the period where they are
 * regular, with holes as {@code E} and what lies beyond the device's limits as {@code L} and {@code
 * U}; by offsets from the start where they are not, or where a grid would be mostly holes. Numbers
 * are converted to the unit of the type.
 */
final class SampleGrid {

  private static final String HOLE = "E";
  private static final String BELOW = "L";
  private static final String ABOVE = "U";
  private static final int MAX_SLOTS = 100_000;

  /** Beyond a third of holes, offsets say the same in less. */
  private static final int SLOTS_TO_HOLES = 3;

  /** FHIR's limit for a string is 1 MB. */
  private static final int MAX_LENGTH = 1_000_000;

  private static final MathContext TEN_DIGITS = new MathContext(10, RoundingMode.HALF_EVEN);

  private final OwnTerminology terminology;
  private final Units units;

  SampleGrid(OwnTerminology terminology, Units units) {
    this.terminology = terminology;
    this.units = units;
  }

  Samples series(Reading.Series series, ValueRule rule) {
    List<Sample> samples = converted(series, rule);
    if (samples.isEmpty()) {
      throw new UnrenderableException("wrong-shape", "a series needs a sample");
    }
    Instant start = period(series.header().timing()).start().instant();
    requireOrder(samples, start);
    List<BigDecimal> numbers =
        samples.stream().map(Sample::value).filter(Objects::nonNull).toList();
    BigDecimal lower = limit(samples, Comparator.LESS);
    BigDecimal upper = limit(samples, Comparator.GREATER);
    Duration told = series.interval();
    Duration interval = told == null ? rule.sampling().grid() : told;
    if (interval != null && isRegular(samples, start, interval)) {
      BigDecimal millis = BigDecimal.valueOf(interval.toMillis());
      String data = bounded(String.join(" ", slots(samples, start, interval)));
      return new Samples(BigDecimal.ONE, millis, "ms", null, lower, upper, data, numbers, false);
    }
    String offsets = bounded(offsets(samples, start));
    return new Samples(
        BigDecimal.ONE, null, "s", offsets, lower, upper, data(samples), numbers, false);
  }

  /** The device's limit on one side; null when no sample lies beyond it. */
  private static @Nullable BigDecimal limit(List<Sample> samples, Comparator side) {
    BigDecimal limit = null;
    for (Sample sample : samples) {
      BigDecimal value = sample.comparator() == side ? sample.value() : null;
      if (value != null && limit != null && limit.compareTo(value) != 0) {
        throw new UnrenderableException("wrong-shape", "a series has one limit on each side");
      }
      limit = value == null ? limit : value;
    }
    return limit;
  }

  private static void requireOrder(List<Sample> samples, Instant start) {
    Instant previous = start;
    for (Sample sample : samples) {
      if (sample.at().isBefore(previous)) {
        throw new UnrenderableException("wrong-shape", "samples are out of order");
      }
      previous = sample.at();
    }
  }

  private List<Sample> converted(Reading.Series series, ValueRule rule) {
    boolean same = series.unit().equals(rule.unit()) || rule.sameAs().contains(series.unit());
    if (same) {
      return series.samples();
    }
    UnaryOperator<BigDecimal> convert = number -> units.convert(number, series.unit(), rule.unit());
    List<Sample> converted = new ArrayList<>(series.samples().size());
    for (Sample sample : series.samples()) {
      BigDecimal value = sample.value();
      BigDecimal number = value == null ? null : convert.apply(value);
      converted.add(new Sample(sample.at(), number, sample.comparator()));
    }
    return converted;
  }

  /** Counts stay as they are; the factor turns them into the unit of the type. */
  Samples waveform(Reading.Waveform waveform, ValueRule rule) {
    if (waveform.samples().isEmpty() || waveform.frequency().signum() <= 0) {
      throw new UnrenderableException("wrong-shape", "a waveform needs samples and a frequency");
    }
    BigDecimal factor = units.convert(waveform.factor(), waveform.unit(), rule.unit());
    BigDecimal interval = BigDecimal.valueOf(1000).divide(waveform.frequency(), TEN_DIGITS);
    String data =
        waveform.samples().stream().map(SampleGrid::plain).collect(Collectors.joining(" "));
    List<BigDecimal> values =
        waveform.samples().stream().map(count -> count.multiply(factor)).toList();
    return new Samples(factor, interval, "ms", null, null, null, bounded(data), values, false);
  }

  /** Segments of different length: one offset and one code each, a hole where none is told. */
  Samples stages(Reading.Session session) {
    Instant start = period(session.header().timing()).start().instant();
    List<String> offsets = new ArrayList<>();
    List<String> data = new ArrayList<>();
    Instant end = start;
    for (Stage stage : session.stages()) {
      requireStage(stage, end);
      if (stage.start().isAfter(end)) {
        offsets.add(seconds(Duration.between(start, end)));
        data.add(HOLE);
      }
      offsets.add(seconds(Duration.between(start, stage.start())));
      data.add(stage.stage());
      end = stage.end();
    }
    String codes = bounded(String.join(" ", data));
    return new Samples(
        BigDecimal.ONE, null, "s", String.join(" ", offsets), null, null, codes, List.of(), true);
  }

  /** A stage that is defined and does not begin before the one before it ends. */
  void requireStage(Stage stage, Instant previousEnd) {
    if (stage.start().isBefore(previousEnd) || !stage.end().isAfter(stage.start())) {
      throw new UnrenderableException("wrong-shape", "stages overlap or are out of order");
    }
    if (!terminology.knows(OwnTerminology.STAGES, stage.stage())) {
      throw new UnrenderableException("unknown-stage", "a stage is not in sleep-stage");
    }
  }

  static Timing.Between period(Timing timing) {
    if (timing instanceof Timing.Between between) {
      return between;
    }
    throw new UnrenderableException("bad-timing", "samples and stages need a period");
  }

  private static boolean isRegular(List<Sample> samples, Instant start, Duration interval) {
    if (!samples.stream().allMatch(s -> isOnGrid(Duration.between(start, s.at()), interval))) {
      return false;
    }
    long slots = slot(samples.get(samples.size() - 1), start, interval) + 1;
    return (slots - samples.size()) * SLOTS_TO_HOLES <= slots;
  }

  private static boolean isOnGrid(Duration distance, Duration interval) {
    return !distance.isNegative()
        && interval.toMillis() > 0
        && distance.toMillis() % interval.toMillis() == 0;
  }

  private static long slot(Sample sample, Instant start, Duration interval) {
    return Duration.between(start, sample.at()).dividedBy(interval);
  }

  private static String[] slots(List<Sample> samples, Instant start, Duration interval) {
    long count = slot(samples.get(samples.size() - 1), start, interval) + 1;
    if (count > MAX_SLOTS) {
      throw new UnrenderableException("out-of-range", "too many samples for one resource");
    }
    String[] slots = new String[(int) count];
    Arrays.fill(slots, HOLE);
    for (Sample sample : samples) {
      slots[(int) slot(sample, start, interval)] = text(sample);
    }
    return slots;
  }

  private static String offsets(List<Sample> samples, Instant start) {
    return samples.stream()
        .map(sample -> seconds(Duration.between(start, sample.at())))
        .collect(Collectors.joining(" "));
  }

  private static String data(List<Sample> samples) {
    return samples.stream().map(sample -> text(sample)).collect(Collectors.joining(" "));
  }

  private static String text(Sample sample) {
    BigDecimal value = sample.value();
    if (value == null) {
      return HOLE;
    }
    return switch (sample.comparator()) {
      case EXACT -> plain(value);
      case LESS -> BELOW;
      case GREATER -> ABOVE;
    };
  }

  private static String plain(BigDecimal number) {
    if (number.precision() > 30 || Math.abs(number.scale()) > 30) {
      throw new UnrenderableException("out-of-range", "a sample has too many digits");
    }
    return number.toPlainString();
  }

  private static String bounded(String data) {
    if (data.length() > MAX_LENGTH) {
      throw new UnrenderableException("out-of-range", "too many samples for one resource");
    }
    return data;
  }

  private static String seconds(Duration distance) {
    BigDecimal seconds = BigDecimal.valueOf(distance.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString();
  }
}
