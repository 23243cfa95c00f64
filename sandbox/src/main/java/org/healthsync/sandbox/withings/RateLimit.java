package org.healthsync.sandbox.withings;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts calls over sliding windows, all of which must have room. Refused calls do not count. */
final class RateLimit {

  private final Clock clock;
  private final List<CallLimit> limits;
  private final Map<String, Deque<Long>> calls = new HashMap<>();

  RateLimit(Clock clock, List<CallLimit> limits) {
    this.clock = clock;
    this.limits = List.copyOf(limits);
  }

  /** Whether the client may call now for this person, if any; if so, the call is counted. */
  synchronized boolean admits(String clientId, @Nullable Long user) {
    long now = clock.millis();
    List<Deque<Long>> counted = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      CallLimit limit = limits.get(i);
      if (!limit.perPerson() || user != null) {
        String counter = i + " " + clientId + (limit.perPerson() ? " " + user : "");
        Deque<Long> recent = calls.computeIfAbsent(counter, key -> new ArrayDeque<>());
        long begin = now - limit.period().toMillis();
        while (!recent.isEmpty() && recent.peekFirst() <= begin) {
          recent.removeFirst();
        }
        if (recent.size() >= limit.calls()) {
          return false;
        }
        counted.add(recent);
      }
    }
    counted.forEach(recent -> recent.addLast(now));
    return true;
  }
}
