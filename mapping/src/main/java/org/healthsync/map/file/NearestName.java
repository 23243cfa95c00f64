package org.healthsync.map.file;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody meant who wrote another one. */
final class NearestName {

  private static final int MAX_EDITS = 2;

  private NearestName() {}

  /** {@code did you mean 'unit'? } or nothing. */
  static String hint(String written, Collection<String> known) {
    return known.stream()
        .filter(name -> edits(written, name) <= Math.min(MAX_EDITS, written.length() / 2))
        .min(Comparator.comparingInt(name -> edits(written, name)))
        .map(name -> "did you mean '" + name + "'? ")
        .orElse("");
  }

  /** How many letters must be put in, taken out or changed (Levenshtein); case does not count. */
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (isSame(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  private static boolean isSame(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
