package org.healthsync.map.file;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsync.map.json.Json;
import org.healthsync.map.plan.Condition;
import org.healthsync.map.plan.Loop;
import org.healthsync.map.plan.MomentRule;
import org.healthsync.map.plan.Moments;
import org.healthsync.map.plan.NumberRule;
import org.healthsync.map.plan.Path;
import org.healthsync.map.plan.SeriesShape;
import org.healthsync.map.plan.Shape;
import org.healthsync.map.plan.Shapes;
import org.healthsync.map.plan.Source;
import org.healthsync.map.plan.Sources;
import org.healthsync.map.plan.StagesRule;
import org.jspecify.annotations.Nullable;

/** Reads samples of series and waveforms and stages of sessions. */
final class SampleReader {

  private static final Source NOTHING = new Sources.Constant(Json.MISSING);
  private static final NumberRule NO_NUMBER = NumberRule.of(NOTHING);

  private final SourceReader sources;
  private final ConditionReader conditions;
  private final ValueReader values;
  private final TimeReader times;
  private final LoopReader loops;

  /**
   * The samples of a waveform.
   *
   * @param each walks over them
   * @param count gives the number of each
   */
  record Counts(Loop each, NumberRule count) {}

  /**
   * The times of samples or stages.
   *
   * @param start when one was taken or began
   * @param every distance of a regular grid, or null
   */
  private record Grid(MomentRule start, @Nullable NumberRule every) {}

  SampleReader(
      SourceReader sources,
      ConditionReader conditions,
      ValueReader values,
      TimeReader times,
      LoopReader loops) {
    this.sources = sources;
    this.conditions = conditions;
    this.values = values;
    this.times = times;
    this.loops = loops;
  }

  /** {@code unit}, {@code samples} and perhaps {@code interval} and {@code chunk}. */
  Shape series(Section section, Scope outer) {
    Optional<NumberRule> interval = section.find("interval").map(SampleReader::constant);
    Duration chunk = section.find("chunk").map(SampleReader::duration).orElse(null);
    Optional<Entry> samples = section.require("samples");
    String unit = section.require("unit").map(values::unitCode).orElse("");
    if (samples.isEmpty()) {
      return new Shapes.Deletion();
    }
    Section sample = new Section(samples.get());
    LoopReader.Inner inner = loops.required(sample, outer);
    Condition when = when(sample, inner.scope());
    Optional<Grid> grid = grid(sample, "at", inner);
    NumberRule value =
        sample.require("value").map(e -> values.number(e, inner.scope())).orElse(NO_NUMBER);
    Source comparator = values.comparator(sample, inner.scope());
    sample.close();
    return grid.<Shape>map(
            found ->
                new SeriesShape(
                    inner.loop(),
                    when,
                    found.start(),
                    value,
                    comparator,
                    unit,
                    interval.orElse(found.every()),
                    chunk))
        .orElseGet(Shapes.Deletion::new);
  }

  /** {@code each}, {@code stage}, {@code start} and perhaps {@code end} or {@code every}. */
  @Nullable StagesRule stages(Entry entry, Scope outer) {
    Section section = new Section(entry);
    LoopReader.Inner inner = loops.required(section, outer);
    Condition when = when(section, inner.scope());
    Source stage =
        section.require("stage").map(e -> sources.source(e, inner.scope())).orElse(NOTHING);
    Optional<Grid> grid = grid(section, "start", inner);
    Optional<Entry> end = section.find("end");
    section.close();
    if (grid.isEmpty()) {
      return null;
    }
    MomentRule start = grid.get().start();
    NumberRule every = grid.get().every();
    if (every != null) {
      end.ifPresent(e -> e.mistake("is told by 'every' already; remove one of them"));
      MomentRule next = new Moments.Later(start, every, null);
      return new StagesRule(inner.loop(), when, stage, start, next, true);
    }
    MomentRule told = end.map(e -> times.moment(e, inner.scope())).orElse(null);
    return new StagesRule(inner.loop(), when, stage, start, told, told == null);
  }

  /** A path of plain numbers, or {@code each} and {@code value}. */
  Counts counts(Entry entry, Scope outer) {
    if (!entry.isMap()) {
      Loop each = loops.over(sources.path(entry, entry.text(), outer));
      return new Counts(each, NumberRule.of(new Path(each.slot(), List.of())));
    }
    Section section = new Section(entry);
    LoopReader.Inner inner = loops.required(section, outer);
    NumberRule count =
        section.require("value").map(e -> values.number(e, inner.scope())).orElse(NO_NUMBER);
    section.close();
    return new Counts(inner.loop(), count);
  }

  /** Where a mistake has been reported. */
  Counts noCounts() {
    return new Counts(loops.nothing(), NO_NUMBER);
  }

  /** {@code atKey} alone, or {@code start} and {@code every}: the n-th is n times that later. */
  private Optional<Grid> grid(Section section, String atKey, LoopReader.Inner inner) {
    Optional<NumberRule> every = section.find("every").map(e -> times.length(e, inner.scope()));
    Optional<Entry> first = section.find(every.isPresent() ? "start" : atKey);
    if (first.isEmpty()) {
      section.require(every.isPresent() ? "start" : atKey);
      return Optional.empty();
    }
    MomentRule start = times.moment(first.get(), inner.scope());
    return Optional.of(
        every
            .map(step -> new Grid(new Moments.Later(start, step, index(inner)), step))
            .orElseGet(() -> new Grid(start, null)));
  }

  private static Source index(LoopReader.Inner inner) {
    return new Sources.KeyOf(inner.scope().innermost());
  }

  private @Nullable Condition when(Section section, Scope scope) {
    return section.find("when").map(e -> conditions.condition(e, scope)).orElse(null);
  }

  private static NumberRule constant(Entry entry) {
    BigDecimal seconds = BigDecimal.valueOf(duration(entry).toMillis(), 3);
    return NumberRule.of(new Sources.Constant(Json.number(seconds.toPlainString())));
  }

  private static Duration duration(Entry entry) {
    try {
      Duration duration = Duration.parse(entry.text());
      if (duration.compareTo(Duration.ofSeconds(1)) >= 0) {
        return duration;
      }
      entry.mistake("must be a second at least");
    } catch (DateTimeException e) {
      entry.mistake("must be an ISO 8601 duration such as PT1H");
    }
    return Duration.ofSeconds(1);
  }
}
