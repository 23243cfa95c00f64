package org.healthsync.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;

/** Keeps what a mapper gives. */
final class CollectingSink implements ReadingSink {

  private final List<Reading> readings = new ArrayList<>();
  private final List<MappingProblem> problems = new ArrayList<>();
  private final Map<String, Integer> skipped = new TreeMap<>();

  @Override
  public void reading(Reading reading) {
    readings.add(reading);
  }

  @Override
  public void problem(MappingProblem problem) {
    problems.add(problem);
  }

  @Override
  public void skipped(String what) {
    skipped.merge(what, 1, Integer::sum);
  }

  PageMapper.Mapped mapped() {
    return new PageMapper.Mapped(readings, problems, skipped);
  }
}
