package org.healthsync.map.file;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.MappingFileException.Mistake;

/** Gathers mistakes, so that an author sees all of them at once, each once. */
final class Mistakes {

  private final String file;
  private final Set<Mistake> found = new LinkedHashSet<>();

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String key, String message) {
    found.add(new Mistake(file, line, key, message));
  }

  void throwIfAny() throws MappingFileException {
    if (!found.isEmpty()) {
      throw new MappingFileException(
          found.stream().sorted(Comparator.comparingInt(Mistake::line)).toList());
    }
  }
}
