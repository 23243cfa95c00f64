package org.healthsync.testkit;

import java.util.List;
import java.util.Map;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.stream.RawPage;

/** Turns a page into readings, by a mapping file or by the plugin's own code. */
@FunctionalInterface
public interface PageMapper {

  /**
   * What a page became.
   *
   * @param readings in order
   * @param problems parts that could not be mapped
   * @param skipped parts left out on purpose, counted by name
   */
  record Mapped(
      List<Reading> readings, List<MappingProblem> problems, Map<String, Integer> skipped) {

    /** Copies the collections. */
    public Mapped {
      readings = List.copyOf(readings);
      problems = List.copyOf(problems);
      skipped = Map.copyOf(skipped);
    }
  }

  /**
   * Maps a page.
   *
   * @throws ProviderException when the page as a whole cannot be read
   */
  Mapped map(RawPage page) throws ProviderException;
}
