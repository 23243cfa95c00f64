package org.healthsync.faults.check;

import java.util.List;

/**
 * Whether a promise was kept.
 *
 * @param promise which one
 * @param offenders how many items break it
 * @param examples some of them, by ids only
 */
public record Verdict(Promise promise, long offenders, List<String> examples) {

  private static final int SHOWN = 5;

  /** Copies the examples and keeps the first few. */
  public Verdict {
    examples = examples.stream().limit(SHOWN).toList();
  }

  /** Of these items, each of which breaks the promise. */
  static Verdict of(Promise promise, List<String> offenders) {
    return new Verdict(promise, offenders.size(), offenders);
  }

  /** Whether nothing breaks it. */
  public boolean kept() {
    return offenders == 0;
  }

  @Override
  public String toString() {
    return promise.text() + (kept() ? ": kept" : ": broken " + offenders + " times, " + examples);
  }
}
