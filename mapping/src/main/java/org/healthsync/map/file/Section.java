package org.healthsync.map.file;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map with known keys. Each key is asked for by its reader; what nobody asked for is a mistake.
 */
final class Section {

  private final Entry self;
  private final Map<String, Entry> entries;
  private final Set<String> known = new LinkedHashSet<>();

  Section(Entry self) {
    this.self = self;
    this.entries = self.entries();
  }

  Entry self() {
    return self;
  }

  /** The value of a key, which is known from now on. */
  Optional<Entry> find(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key));
  }

  /** As {@link #find}, and a mistake when it is not there. */
  Optional<Entry> require(String key) {
    Optional<Entry> entry = find(key);
    if (entry.isEmpty() && self.isMap()) {
      self.mistake("needs the key '" + key + "'");
    }
    return entry;
  }

  boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** Call when all keys were asked for. */
  void close() {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            entry.mistake(
                "unknown key '"
                    + key
                    + "'; "
                    + NearestName.hint(key, known)
                    + "use one of "
                    + String.join(", ", known));
          }
        });
  }
}
