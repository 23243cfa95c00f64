package org.healthsync.sandbox.fhir;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What came in, counted. Thread-safe. */
final class Traffic {

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final List<ReceivedBundle> bundles = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<Integer> crowds = new ConcurrentLinkedQueue<>();

  /** Every request counts, also one that a fault takes; {@link #answered} follows its end. */
  void request(String method) {
    crowds.add(underWay.incrementAndGet());
    requests.incrementAndGet();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      writes.incrementAndGet();
    }
  }

  void answered() {
    underWay.decrementAndGet();
  }

  void bundle(String type, int entries) {
    bundles.add(new ReceivedBundle(type, entries));
  }

  /** How many were under way when each request came, itself included. */
  List<Integer> crowds() {
    return List.copyOf(crowds);
  }

  long requests() {
    return requests.get();
  }

  long writes() {
    return writes.get();
  }

  List<ReceivedBundle> bundles() {
    return List.copyOf(bundles);
  }

  void clear() {
    requests.set(0);
    writes.set(0);
    bundles.clear();
    crowds.clear();
  }
}
