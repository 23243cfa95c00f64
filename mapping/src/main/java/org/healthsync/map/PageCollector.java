package org.healthsync.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.ReadingSink;

/** Gathers what a mapper makes of one page. */
final class PageCollector implements ReadingSink {

  /** A page with more kinds of skipped parts than this has lost its meaning anyway. */
  private static final int MAX_SKIP_NAMES = 200;

  private static final String OTHER = "other";

  private record Identity(String type, String sourceKey) {}

  private final Map<Identity, Reading> readings = new LinkedHashMap<>();
  private final List<MappingProblem> problems = new ArrayList<>();
  private final Map<String, Integer> skipped = new LinkedHashMap<>();

  @Override
  public void reading(Reading reading) {
    Header header = reading.header();
    Identity identity = new Identity(header.type(), header.sourceKey());
    if (readings.put(identity, reading) != null) {
      readings.remove(identity);
      readings.put(identity, reading);
    }
  }

  @Override
  public void problem(MappingProblem problem) {
    problems.add(problem);
  }

  @Override
  public void skipped(String what) {
    boolean known = skipped.containsKey(what) || skipped.size() < MAX_SKIP_NAMES;
    skipped.merge(known ? what : OTHER, 1, Integer::sum);
  }

  MappedPage page() {
    return new MappedPage(new ArrayList<>(readings.values()), problems, skipped);
  }
}
