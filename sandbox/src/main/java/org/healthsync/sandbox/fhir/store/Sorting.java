package org.healthsync.sandbox.fhir.store;

import java.time.Instant;
import java.util.Comparator;

/** The order that {@code _sort} asks for. */
final class Sorting {

  private Sorting() {}

  /**
   * Reads the keys, the first one counting most.
   *
   * @param keys comma separated, each with {@code -} before it when descending
   * @throws IllegalArgumentException for a key that is not offered
   */
  static Comparator<StoredVersion> parse(String keys) {
    Comparator<StoredVersion> order = null;
    for (String key : keys.split(",", -1)) {
      boolean descending = key.startsWith("-");
      Comparator<StoredVersion> next = by(descending ? key.substring(1) : key);
      next = descending ? next.reversed() : next;
      order = order == null ? next : order.thenComparing(next);
    }
    return order == null
        ? Comparator.comparingLong(StoredVersion::sequence)
        : order.thenComparingLong(StoredVersion::sequence);
  }

  private static Comparator<StoredVersion> by(String key) {
    return switch (key) {
      case "date" -> Comparator.comparing(Sorting::date);
      case "_lastUpdated" -> Comparator.comparingLong(StoredVersion::sequence);
      case "_id" -> Comparator.comparing(version -> version.key().id());
      default -> throw new IllegalArgumentException("not sorted by this");
    };
  }

  /** Without a date a resource sorts first. */
  private static Instant date(StoredVersion version) {
    return version.index().times(SearchParameter.DATE).stream()
        .map(TimeRange::start)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }
}
