package org.healthsync.sandbox.withings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsync.sandbox.withings.WithingsCloudOptions.Offsets;
import org.healthsync.sandbox.withings.history.Entry;

/**
 * The records of one stream of one person in the order in which they became known. A record keeps
 * its place when it is corrected or deleted. Safe for many threads.
 */
final class Journal {

  /** A page: its records, whether more follow, and where they do (0 when none follow). */
  record Slice(List<Entry> entries, boolean more, long nextOffset) {}

  private final List<Entry> entries;
  private final Map<String, Integer> places = new HashMap<>();

  Journal(List<Entry> history) {
    entries = new ArrayList<>(history);
    for (int place = 0; place < entries.size(); place++) {
      places.put(entries.get(place).key(), place);
    }
  }

  synchronized Optional<Entry> find(String key) {
    return Optional.ofNullable(places.get(key)).map(entries::get);
  }

  /** Replaces the record with that key, or appends it. */
  synchronized void put(Entry entry) {
    Integer place = places.putIfAbsent(entry.key(), entries.size());
    if (place == null) {
      entries.add(entry);
    } else {
      entries.set(place, entry);
    }
  }

  /** Everything including tombstones, as it is now. */
  synchronized List<Entry> snapshot() {
    return List.copyOf(entries);
  }

  /** The wanted records from an offset that an earlier page returned, or 0. */
  synchronized Slice page(Predicate<Entry> wanted, long offset, int size, Offsets offsets) {
    List<Entry> page = new ArrayList<>();
    long rows = 0;
    long next = 0;
    for (int place = 0; place < entries.size(); place++) {
      if (wanted.test(entries.get(place))) {
        long position = offsets == Offsets.STABLE ? place : rows;
        rows++;
        if (position >= offset && page.size() == size) {
          return new Slice(page, true, next);
        } else if (position >= offset) {
          page.add(entries.get(place));
          next = position + 1;
        }
      }
    }
    return new Slice(page, false, 0);
  }
}
