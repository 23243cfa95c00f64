package org.healthsync.map.plan;

import java.util.List;
import org.healthsync.spi.reading.ReadingSink;
import org.jspecify.annotations.Nullable;

/**
 * A rule: for each element, unless skipped, when a condition holds, with these facts, do these
 * steps. Each element stands for itself: a flaw in one leaves the others alone.
 *
 * @param loop null to run once, for the outer element
 * @param skips left out and counted; the first that holds counts
 * @param when null for always
 * @param header facts of all readings below
 * @param steps in order
 */
public record Block(
    @Nullable Loop loop,
    List<Skip> skips,
    @Nullable Condition when,
    HeaderRule header,
    List<Step> steps)
    implements Step {

  /**
   * Leaves something out and counts it.
   *
   * @param condition when
   * @param name gives what it is called in the counts
   */
  public record Skip(Condition condition, Source name) {}

  /** Copies the lists. */
  public Block {
    skips = List.copyOf(skips);
    steps = List.copyOf(steps);
  }

  @Override
  public void run(Frame frame, Facts facts, ReadingSink sink) {
    try {
      if (loop == null) {
        element(frame, facts, sink);
      } else {
        loop.forEach(frame, () -> element(frame, facts, sink));
      }
    } catch (Unmappable e) {
      sink.problem(e.problem(null, null));
    }
  }

  private void element(Frame frame, Facts outer, ReadingSink sink) {
    try {
      for (Skip skip : skips) {
        if (skip.condition().holds(frame)) {
          sink.skipped(SkipName.read(skip.name(), frame));
          return;
        }
      }
      if (when == null || when.holds(frame)) {
        Facts facts = header.apply(outer, frame);
        for (Step step : steps) {
          step.run(frame, facts, sink);
        }
      }
    } catch (Unmappable e) {
      sink.problem(e.problem(null, null));
    }
  }
}
