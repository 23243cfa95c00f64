package org.healthsync.sandbox.withings;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Counts the calls of each client over a sliding minute. Refused calls do not count. */
final class RateLimit {

  private static final long MINUTE_IN_MILLIS = 60_000;

  private final Clock clock;
  private final int callsPerMinute;
  private final Map<String, Deque<Long>> calls = new HashMap<>();

  RateLimit(Clock clock, int callsPerMinute) {
    this.clock = clock;
    this.callsPerMinute = callsPerMinute;
  }

  /** Whether the client may call now; if so, the call is counted. */
  synchronized boolean admits(String clientId) {
    long now = clock.millis();
    Deque<Long> recent = calls.computeIfAbsent(clientId, id -> new ArrayDeque<>());
    while (!recent.isEmpty() && recent.peekFirst() <= now - MINUTE_IN_MILLIS) {
      recent.removeFirst();
    }
    if (recent.size() >= callsPerMinute) {
      return false;
    }
    recent.addLast(now);
    return true;
  }
}
