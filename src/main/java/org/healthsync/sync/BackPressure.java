package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Pauses fetching for a tenant whose FHIR server takes less than comes in, until a fifth of the
 * limit is free again, so that it does not go on and off in turns. Work that waits for that looks
 * the less often the longer it lasts, and is woken at its end. Looks once a second for each tenant
 * at most, and less often where looking takes long, unless this replica alone has stored as much as
 * there was room for; one thread looks, the others go by what was seen before. Safe for many
 * threads.
 */
public final class BackPressure {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN_AT_LAST = Duration.ofMinutes(10);
  private static final Duration FRESH = Duration.ofSeconds(1);

  // a look counts what waits: it may take this part of the time, and less when it takes very long
  private static final int SHARE = 20;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final TenantHolds holds;
  private final long limit;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<TenantId, Watched> watched = new ConcurrentHashMap<>();

  /**
   * Holds from {@code limit} versions that wait for delivery on.
   *
   * @param random spreads those that look again
   */
  BackPressure(TenantHolds holds, long limit, Clock clock, RandomGenerator random) {
    this.holds = holds;
    this.limit = limit;
    this.clock = clock;
    this.random = random;
  }

  /** Whether nothing more may be fetched for this tenant now. */
  public boolean holds(TenantId tenant) {
    return watched.computeIfAbsent(tenant, Watched::new).held();
  }

  /** So many versions more of a tenant wait for delivery. */
  void queued(TenantId tenant, int versions) {
    watched.computeIfAbsent(tenant, Watched::new).queued(versions);
  }

  /**
   * Whether the tenant is held for all replicas until {@code transaction} ends, so that what is put
   * back in it is woken when it is let go. This replica may have seen so a moment ago and be wrong
   * by now: then it looks again.
   */
  boolean lasts(Connection transaction, TenantId tenant) throws SQLException {
    boolean lasts = holds.lasts(transaction, tenant);
    if (!lasts) {
      watched.computeIfAbsent(tenant, Watched::new).forgetHold();
    }
    return lasts;
  }

  /** When to ask again for a tenant that is held: after a quarter of the time that it has been. */
  public Instant lookAgainAt(TenantId tenant) {
    Instant now = clock.instant();
    Duration quarter = watched.computeIfAbsent(tenant, Watched::new).heldFor(now).dividedBy(4);
    Duration wait = quarter.compareTo(LOOK_AGAIN) > 0 ? quarter : LOOK_AGAIN;
    Duration most = wait.compareTo(LOOK_AGAIN_AT_LAST) < 0 ? wait : LOOK_AGAIN_AT_LAST;
    long spread = (long) (random.nextDouble() * most.toMillis() / 3);
    return now.plus(most).plusMillis(spread);
  }

  private final class Watched {

    private final TenantId tenant;
    private final Lock looking = new ReentrantLock();
    private volatile @Nullable Seen last;
    private volatile @Nullable Instant heldSince;

    Watched(TenantId tenant) {
      this.tenant = tenant;
    }

    void queued(int versions) {
      Seen known = last;
      if (known != null) {
        known.room().addAndGet(-versions);
      }
    }

    void forgetHold() {
      Seen known = last;
      if (known != null && known.held()) {
        // who looks at this moment may see it overwritten, and looks once more
        last = null;
      }
    }

    Duration heldFor(Instant now) {
      Instant since = heldSince;
      return since == null ? Duration.ZERO : Duration.between(since, now);
    }

    boolean held() {
      Seen known = last;
      if (known == null) {
        looking.lock();
      } else if (known.isFresh(clock.instant()) || !looking.tryLock()) {
        return known.held();
      }
      try {
        return look();
      } finally {
        looking.unlock();
      }
    }

    /** For who has the lock; another may have looked while it was waited for. */
    private boolean look() {
      Seen known = last;
      Instant begin = clock.instant();
      if (known != null && known.isFresh(begin)) {
        return known.held();
      }
      long room = holds.look(tenant, limit, limit - limit / 5, begin);
      Instant end = clock.instant();
      last = new Seen(room == 0, new AtomicLong(room), end.plus(rest(begin, end)));
      if (room > 0) {
        heldSince = null;
      } else if (heldSince == null) {
        heldSince = begin;
      }
      return room == 0;
    }
  }

  private static Duration rest(Instant begin, Instant end) {
    Duration rest = Duration.between(begin, end).multipliedBy(SHARE);
    if (rest.compareTo(FRESH) < 0) {
      return FRESH;
    }
    return rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
  }

  private record Seen(boolean held, AtomicLong room, Instant until) {

    boolean isFresh(Instant now) {
      return now.isBefore(until) && (held || room.get() > 0);
    }
  }
}
