package org.healthsync.fetch;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Time that stands still until a test moves it, in every form that the stage asks for. */
final class MovedTime extends Clock implements TimeMeter, Supplier<String> {

  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public String get() {
    return Long.toString(now.toEpochMilli());
  }

  @Override
  public long currentTimeNanos() {
    return Math.multiplyExact(now.toEpochMilli(), 1_000_000L);
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
