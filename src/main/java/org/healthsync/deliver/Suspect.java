package org.healthsync.deliver;

import java.time.Instant;

/**
 * An entry with which alone the server fails.
 *
 * @param row its first row in the outbox
 * @param times how often it was met, each time after the server had taken something else
 * @param at when it was last counted
 */
record Suspect(long row, int times, Instant at) {

  // once could be chance, and a server of which a part is broken fails often
  private static final int ENOUGH = 4;

  /** Met for the first time. */
  static Suspect first(long row, Instant now) {
    return new Suspect(row, 1, now);
  }

  /** Met again, after the server had taken something else. */
  Suspect again(Instant now) {
    return new Suspect(row, times + 1, now);
  }

  /** Whether it is the entry and not the server. */
  boolean isGuilty() {
    return times >= ENOUGH;
  }
}
