package org.healthsync.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Requests under way in moved time: what is to happen happens in order while time advances. */
final class Traffic {

  private final MovedTime time;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
  private long numbers;

  private record Event(Instant at, long number, Runnable what) {}

  Traffic(MovedTime time) {
    this.time = time;
  }

  void after(Duration delay, Runnable what) {
    events.add(new Event(time.instant().plus(delay), numbers++, what));
  }

  void advance(Duration duration) {
    Instant end = time.instant().plus(duration);
    while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
      Event next = events.remove();
      time.advance(Duration.between(time.instant(), next.at()));
      next.what().run();
    }
    time.advance(Duration.between(time.instant(), end));
  }

  /** Takes a permit and sends a request, which the provider counts before its answer is here. */
  boolean send(
      Budgets budgets, Permit permit, StrictCounter provider, Duration counted, Duration answered) {
    if (permit instanceof Permit.Granted granted) {
      after(counted, () -> provider.arrived(time.instant()));
      after(answered, () -> budgets.settle(granted, true));
      return true;
    }
    return false;
  }
}
