package org.healthsync.map.plan;

import org.healthsync.spi.reading.ReadingSink;

/**
 * Makes a reading.
 *
 * @param type reading type
 * @param key gives the source key
 * @param shape which kind of reading
 */
public record Emit(String type, Source key, Shape shape) implements Step {

  @Override
  public void run(Frame frame, Facts facts, ReadingSink sink) {
    Draft draft = new Draft(type, key, frame, facts, sink);
    try {
      shape.fill(draft);
    } catch (Unmappable e) {
      draft.problem(e);
    }
  }
}
