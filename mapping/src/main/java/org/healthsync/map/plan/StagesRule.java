package org.healthsync.map.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsync.spi.reading.Reading.Stage;
import org.healthsync.spi.reading.Timing;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a session, in order of time. A stage that cannot be read is reported and left out.
 *
 * @param each the stages
 * @param when which of them count, or null for all
 * @param stage gives the stage's code; a stage without a code is left out
 * @param start when it began
 * @param end when it ended; null when it lasts until the next one begins, the last one until the
 *     session ends
 * @param joined whether what follows itself is one stage, as with one code for every five minutes
 */
public record StagesRule(
    Loop each,
    @Nullable Condition when,
    Source stage,
    MomentRule start,
    @Nullable MomentRule end,
    boolean joined) {

  /**
   * A stage as the page tells it.
   *
   * @param code null where a lookup table does not know it
   * @param to null until the next one is known
   */
  private record Told(@Nullable String code, Instant from, @Nullable Instant to) {}

  List<Stage> read(Draft draft) throws Unmappable {
    List<Told> told = new ArrayList<>();
    each.forEach(draft.frame(), () -> one(draft).ifPresent(told::add));
    told.sort(Comparator.comparing(Told::from));
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      Instant next = i + 1 < told.size() ? told.get(i + 1).from() : sessionEnd(draft);
      add(told.get(i), next, stages);
    }
    return stages;
  }

  private Optional<Told> one(Draft draft) {
    Frame frame = draft.frame();
    try {
      if (when != null && !when.holds(frame)) {
        return Optional.empty();
      }
      Instant from = start.require(frame).instant();
      Instant to = end == null ? null : end.require(frame).instant();
      if (end != null && to != null && to.isBefore(from)) {
        throw new Unmappable(Flaw.BAD_PERIOD, end.pointer(frame));
      }
      return Optional.of(new Told(Texts.read(stage, frame).orElse(null), from, to));
    } catch (Unmappable e) {
      draft.problem(e);
      return Optional.empty();
    }
  }

  /** The end of the session; null when the session has none, and its last stage neither. */
  private static @Nullable Instant sessionEnd(Draft draft) {
    return draft.facts().timing() instanceof Timing.Between period ? period.end().instant() : null;
  }

  private void add(Told told, @Nullable Instant next, List<Stage> stages) {
    Instant to = told.to() == null ? next : told.to();
    String code = told.code();
    if (code == null || to == null || (joined && !to.isAfter(told.from()))) {
      return;
    }
    Stage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
    if (joined && last != null && last.stage().equals(code) && last.end().equals(told.from())) {
      stages.set(stages.size() - 1, new Stage(code, last.start(), to));
    } else {
      stages.add(new Stage(code, told.from(), to));
    }
  }
}
