package org.healthsync.fetch;

import java.util.Locale;

/** What became of a request, as far as it tells whether the provider works. */
enum Outcome {
  /** The provider answered, whatever it said. */
  ANSWERED,
  /** No answer, or one that says that the provider itself has failed. */
  FAILED,
  /** It never left, or nothing can be said of the provider from it. */
  UNSENT;

  /** As the scripts name it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
