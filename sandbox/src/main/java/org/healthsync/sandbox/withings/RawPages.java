package org.healthsync.sandbox.withings;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Bodies that are served word for word instead of generated pages, one per call. Safe for many
 * threads.
 */
final class RawPages {

  private final Deque<String> bodies;
  private final boolean repeatLast;

  /**
   * Queues the bodies.
   *
   * @param repeatLast whether the last one is served for ever, as by a provider whose paging is
   *     stuck
   */
  RawPages(List<String> bodies, boolean repeatLast) {
    this.bodies = new ArrayDeque<>(bodies);
    this.repeatLast = repeatLast;
  }

  /** The next body; empty when all were served. */
  synchronized Optional<String> next() {
    return repeatLast && bodies.size() == 1
        ? Optional.of(bodies.getFirst())
        : Optional.ofNullable(bodies.pollFirst());
  }
}
