package org.healthsync.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Safe for use by many threads; always UTC. */
public final class SettableClock extends Clock {

  private Instant now;

  /** Stands at {@code start}. */
  public SettableClock(Instant start) {
    this.now = start;
  }

  /** Moves to {@code instant}, also backwards. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Moves by {@code duration}. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Only UTC is supported: logic that needs another zone converts instants itself. */
  @Override
  public Clock withZone(ZoneId zone) {
    if (!zone.equals(ZoneOffset.UTC)) {
      throw new UnsupportedOperationException("this clock is always UTC, not " + zone);
    }
    return this;
  }
}
