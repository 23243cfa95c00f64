package org.healthsync.map.plan;

import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.reading.ReadingSink;
import org.jspecify.annotations.Nullable;

/**
 * Takes the step that belongs to a value, such as a measure type.
 *
 * @param by gives the value; its absence is a problem
 * @param cases by the text of the value
 * @param otherwise gives the name under which other values are counted, or null to pass over them
 */
public record Choice(Source by, Map<String, Step> cases, @Nullable Source otherwise)
    implements Step {

  /** Copies the cases. */
  public Choice {
    cases = Map.copyOf(cases);
  }

  @Override
  public void run(Frame frame, Facts facts, ReadingSink sink) {
    try {
      Optional<String> value = Texts.read(by, frame);
      if (value.isEmpty()) {
        throw new Unmappable(Flaw.MISSING_VALUE, by.pointer(frame));
      }
      Step step = cases.get(value.get());
      if (step != null) {
        step.run(frame, facts, sink);
      } else if (otherwise != null) {
        sink.skipped(SkipName.read(otherwise, frame));
      }
    } catch (Unmappable e) {
      sink.problem(e.problem(null, null));
    }
  }
}
