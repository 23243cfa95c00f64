package org.healthsync.spi.stream;

import java.time.Instant;

/**
 * A span of time, {@code from} included, {@code to} excluded.
 *
 * @param from first instant
 * @param to first instant that is no longer in it
 */
public record Window(Instant from, Instant to) {

  /** Demands {@code from} before {@code to}. */
  public Window {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("window must not be empty: " + from + " to " + to);
    }
  }
}
