package org.healthsync.map.plan;

import java.util.List;
import java.util.Map;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.reading.ReadingSink;

/**
 * A compiled mapping file.
 *
 * @param version as the file says
 * @param slots number of slots that a frame needs
 * @param steps in order
 */
public record Plan(int version, int slots, List<Step> steps) {

  /** Copies the steps. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /** Maps one page. */
  public void run(JsonView page, Map<String, String> attributes, ReadingSink sink) {
    Frame frame = new Frame(slots, page, attributes);
    for (Step step : steps) {
      step.run(frame, Facts.NONE, sink);
    }
  }
}
