package org.healthsync.map;

import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;

/**
 * What a page became.
 *
 * @param readings in order; each pair of type and source key once: of several in a page, the last
 *     counts and stands where the last one stood
 * @param problems parts that could not be mapped, in order
 * @param skipped how often something was left out on purpose, by name
 */
public record MappedPage(
    List<Reading> readings, List<MappingProblem> problems, Map<String, Integer> skipped) {

  /** Copies. */
  public MappedPage {
    readings = List.copyOf(readings);
    problems = List.copyOf(problems);
    skipped = Map.copyOf(skipped);
  }
}
