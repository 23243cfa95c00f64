package org.healthsync.sandbox.fhir;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What came in, counted. Thread-safe. */
final class Traffic {

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final List<ReceivedBundle> bundles = new CopyOnWriteArrayList<>();

  /** Every request counts, also one that a fault takes. */
  void request(String method) {
    requests.incrementAndGet();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      writes.incrementAndGet();
    }
  }

  void bundle(String type, int entries) {
    bundles.add(new ReceivedBundle(type, entries));
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
  }
}
