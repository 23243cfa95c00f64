package org.healthsync.sandbox.fhir;

import java.util.Collections;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The faults that wait for the next requests, first come first served. Thread-safe. */
final class Faults {

  private final Queue<Fault> waiting = new ConcurrentLinkedQueue<>();

  void add(int requests, Fault fault) {
    waiting.addAll(Collections.nCopies(requests, fault));
  }

  Optional<Fault> next() {
    return Optional.ofNullable(waiting.poll());
  }

  void clear() {
    waiting.clear();
  }
}
