package org.healthsync.deliver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a drain cannot go on.
 *
 * @param reason stable code
 * @param until when to come again; null when the connection's own back-off decides
 */
record Halt(String reason, @Nullable Instant until) {

  private static final String CONFLICT = "conflict";
  private static final String STOP = "stopped";

  /** The connection waits, its destination does not. */
  static Halt ofConnection(String reason) {
    return new Halt(reason, null);
  }

  /** The destination waits, and with it the connection. */
  static Halt ofDestination(String reason, Instant until) {
    return new Halt(reason, until);
  }

  /** Another write was in the way. */
  static Halt ofConflict() {
    return ofConnection(CONFLICT);
  }

  /** This server stops; nobody is to blame. */
  static Halt ofStop(Instant now) {
    return new Halt(STOP, now);
  }

  /** Whether another delivery has met the reason and told of it. */
  boolean isOfOthers() {
    return reason.equals(DestinationHealth.PAUSED) || reason.equals(DestinationHealth.RECOVERING);
  }

  boolean isConflict() {
    return reason.equals(CONFLICT);
  }

  boolean isStop() {
    return reason.equals(STOP);
  }
}
