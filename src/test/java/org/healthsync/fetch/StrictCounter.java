package org.healthsync.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts as a provider does: requests by the time of their arrival, in every window there is. */
final class StrictCounter {

  private final List<Instant> arrivals = new ArrayList<>();

  void arrived(Instant when) {
    arrivals.add(when);
  }

  int total() {
    return arrivals.size();
  }

  /** The most arrivals in any span of that length, both ends included. */
  int mostInAny(Duration span) {
    List<Instant> sorted = arrivals.stream().sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (sorted.get(first).plus(span).isBefore(sorted.get(last))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** The most arrivals in a span that begins at a multiple of its length. */
  int mostInFixed(Duration span) {
    return arrivals.stream()
        .collect(
            Collectors.groupingBy(
                when -> when.toEpochMilli() / span.toMillis(), Collectors.summingInt(when -> 1)))
        .values()
        .stream()
        .max(Integer::compare)
        .orElse(0);
  }
}
