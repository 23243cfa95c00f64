package org.healthsync.faults.check;

import java.util.List;

/**
 * The calls that providers counted.
 *
 * @param metered by each limit that was watched, that of the first provider first
 * @param turnedAway calls that a provider itself counted as too many
 */
public record Traffic(List<Metered> metered, long turnedAway) {

  /** Demands that one limit at least was watched. */
  public Traffic {
    metered = List.copyOf(metered);
    if (metered.isEmpty()) {
      throw new IllegalArgumentException("the first provider's limit is watched");
    }
  }
}
