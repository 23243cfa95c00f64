package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsync.map.json.Json;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * Samples over time. The time of a reading is that of its first to its last sample. A sample that
 * cannot be read is reported and left out; two of one instant: the later in the page counts.
 *
 * @param each the samples
 * @param when which of them belong to the series, or null for all
 * @param at when a sample was taken
 * @param value what was measured; elements without it belong to another series
 * @param comparator gives {@code less} or {@code greater} where a sensor shows its own end, or null
 * @param unit UCUM unit of all samples
 * @param interval gives the distance on a regular grid in seconds, or null
 * @param chunk length of the pieces that a series is cut into, counted from the epoch, or null for
 *     one piece; the source key names the start of the piece as {@code {chunk}}
 */
public record SeriesShape(
    Loop each,
    @Nullable Condition when,
    MomentRule at,
    NumberRule value,
    @Nullable Source comparator,
    String unit,
    @Nullable NumberRule interval,
    @Nullable Duration chunk)
    implements Shape {

  private static final BigDecimal MAX_INTERVAL = BigDecimal.valueOf(366L * 86_400);

  private record Taken(Moment moment, BigDecimal value, Value.Comparator comparator) {}

  @Override
  public void fill(Draft draft) throws Unmappable {
    Map<Instant, Taken> samples = new TreeMap<>();
    each.forEach(
        draft.frame(),
        () -> one(draft).ifPresent(taken -> samples.put(taken.moment().instant(), taken)));
    Duration grid = samples.isEmpty() ? null : grid(draft.frame());
    for (Map.Entry<Instant, List<Taken>> piece : pieces(samples).entrySet()) {
      draft.frame().set(Frame.CHUNK, Json.text(piece.getKey().toString()));
      emit(piece.getValue(), grid, draft);
    }
    draft.frame().set(Frame.CHUNK, Json.MISSING);
  }

  /** The distance of samples; null when they are on no grid or on one that cannot be. */
  private @Nullable Duration grid(Frame frame) throws Unmappable {
    if (interval == null) {
      return null;
    }
    return interval
        .read(frame)
        .filter(seconds -> seconds.signum() > 0 && seconds.compareTo(MAX_INTERVAL) <= 0)
        .map(Moments::duration)
        .orElse(null);
  }

  private Optional<Taken> one(Draft draft) {
    try {
      if (when != null && !when.holds(draft.frame())) {
        return Optional.empty();
      }
      Optional<BigDecimal> number = value.read(draft.frame());
      if (number.isEmpty()) {
        return Optional.empty();
      }
      Value.Comparator beyond = QuantityRule.comparator(comparator, draft.frame());
      return Optional.of(new Taken(at.require(draft.frame()), number.get(), beyond));
    } catch (Unmappable e) {
      report(e, draft);
      return Optional.empty();
    }
  }

  /** With the key of the piece that lacks the sample, as far as its time can be read. */
  private void report(Unmappable flaw, Draft draft) {
    Frame frame = draft.frame();
    try {
      frame.set(Frame.CHUNK, Json.text(start(at.require(frame).instant()).toString()));
    } catch (Unmappable e) {
      // nobody knows which piece it belongs to
    }
    draft.problem(flaw);
    frame.set(Frame.CHUNK, Json.MISSING);
  }

  private Map<Instant, List<Taken>> pieces(Map<Instant, Taken> samples) {
    Map<Instant, List<Taken>> pieces = new TreeMap<>(Comparator.naturalOrder());
    for (Taken taken : samples.values()) {
      pieces.computeIfAbsent(start(taken.moment().instant()), s -> new ArrayList<>()).add(taken);
    }
    return pieces;
  }

  private Instant start(Instant instant) {
    if (chunk == null) {
      return Instant.EPOCH;
    }
    long seconds = chunk.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
  }

  private void emit(List<Taken> piece, @Nullable Duration grid, Draft draft) throws Unmappable {
    Moment first = piece.get(0).moment();
    Moment last = piece.get(piece.size() - 1).moment();
    draft.emit(
        new Reading.Series(
            draft.header(new Timing.Between(first, last)),
            unit,
            grid,
            piece.stream().map(SeriesShape::sample).toList()));
  }

  private static Reading.Sample sample(Taken taken) {
    return new Reading.Sample(taken.moment().instant(), taken.value(), taken.comparator());
  }
}
