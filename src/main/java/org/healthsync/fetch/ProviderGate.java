package org.healthsync.fetch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/**
 * Keeps one provider's trouble to itself in this replica: limits how many requests are under way at
 * it. While the replicas cannot agree, it also leaves a provider in peace after several failures in
 * a row, then lets a single request try. Never waits. Safe for many threads.
 */
final class ProviderGate {

  private static final Duration SOON = Duration.ofSeconds(1);

  /** Those who find no room come back one after the other, and not for long at the same time. */
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private static final Duration LATEST = Duration.ofSeconds(5);

  private static final int FEWEST_URGENT = 2;

  private final FetchSettings settings;
  private final Clock clock;
  private int underWay;
  private int failures;
  private Instant closedUntil = Instant.MIN;
  private Instant nextTurn = Instant.MIN;
  private boolean probing;

  ProviderGate(FetchSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Lets a request pass; {@link #leave} must follow.
   *
   * @param urgent whether somebody waits: history that holds all places must not keep it out
   * @throws ProviderException with the time to retry after when too many are under way
   */
  synchronized void enter(boolean urgent) throws ProviderException {
    int places = settings.concurrency();
    if (underWay >= (urgent ? places + Math.max(FEWEST_URGENT, places / 2) : places)) {
      throw later(underWay + " requests are under way", turn());
    }
    underWay++;
  }

  /**
   * Demands, after {@link #enter}, that the provider works as far as this replica knows.
   *
   * @throws ProviderException with the time to retry after when it does not; nothing was sent
   */
  synchronized void requireOpen() throws ProviderException {
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      throw inPeace(failures, Duration.between(now, closedUntil));
    }
    if (probing) {
      throw later("another request tries whether the provider works", LATEST);
    }
    probing = failures >= settings.failures();
  }

  /**
   * Ends what {@link #enter} began.
   *
   * @return whether this closed the gate for a while
   */
  synchronized boolean leave(Outcome outcome) {
    underWay--;
    switch (outcome) {
      case UNSENT -> {
        return false;
      }
      case ANSWERED -> failures = 0;
      case FAILED -> failures++;
    }
    probing = false;
    boolean closes = failures >= settings.failures();
    if (closes) {
      closedUntil = clock.instant().plus(settings.pause());
    }
    return closes;
  }

  /** Ends a probe that was never sent. */
  synchronized void probeUnsent() {
    probing = false;
  }

  /** As this replica alone sees it. */
  synchronized BreakerState state() {
    Duration left = Duration.between(clock.instant(), closedUntil);
    if (failures < settings.failures()) {
      return new BreakerState(BreakerState.Position.CLOSED, failures, Duration.ZERO);
    }
    return left.isNegative() || left.isZero()
        ? new BreakerState(BreakerState.Position.HALF_OPEN, failures, Duration.ZERO)
        : new BreakerState(BreakerState.Position.OPEN, failures, left);
  }

  /**
   * The error of a request that is not sent since the provider fails: it is put off, no failure.
   */
  static ProviderException inPeace(int failures, Duration wait) {
    return new ProviderException(
        StandardError.THROTTLED,
        "left in peace after " + failures + " failures in a row",
        wait,
        null);
  }

  /** With idle workers and much to read, everybody at once would keep them busy with refusals. */
  private Duration turn() {
    Instant now = clock.instant();
    Instant soonest = now.plus(SOON);
    Instant latest = now.plus(LATEST);
    Instant turn = nextTurn.isBefore(soonest) ? soonest : nextTurn;
    turn = turn.isAfter(latest) ? latest : turn;
    nextTurn = turn.plus(BETWEEN);
    return Duration.between(now, turn);
  }

  private static ProviderException later(String why, Duration wait) {
    return new ProviderException(StandardError.THROTTLED, why, wait, null);
  }
}
