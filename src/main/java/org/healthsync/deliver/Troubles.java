package org.healthsync.deliver;

import org.jspecify.annotations.Nullable;

/**
 * What a connection's deliveries have met so far, kept from one to the next.
 *
 * @param attempts own failures in a row without anything that went through
 * @param conflicts deliveries in a row that ended with a conflict
 * @param suspect what the server may fail with for good; null when nothing is suspected
 */
record Troubles(int attempts, int conflicts, @Nullable Suspect suspect) {

  private static final int MANY = 3;

  /** Whether the connection fails so often that it looks which of its entries it is. */
  boolean failsOften() {
    return attempts >= MANY || suspect != null;
  }

  /** Whether a conflict is none that passes. */
  boolean conflictLasts() {
    return conflicts >= MANY;
  }

  /** After a delivery that ended because of {@code halt}. */
  Troubles after(Halt halt, boolean moved, @Nullable Suspect met) {
    int before = moved ? 0 : attempts;
    if (halt.isOfOthers() || halt.isStop()) {
      return new Troubles(before, conflicts, met);
    }
    return new Troubles(before + 1, halt.isConflict() ? conflicts + 1 : 0, met);
  }
}
