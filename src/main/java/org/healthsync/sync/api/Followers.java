package org.healthsync.sync.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;

/**
 * How many streams of progress each tenant has open at this replica: each looks into the database
 * several times a second. Safe for many threads.
 */
final class Followers {

  private final Map<TenantId, Integer> open = new ConcurrentHashMap<>();

  /**
   * Counts one more.
   *
   * @return to be run when it ends; more than once does no harm
   * @throws ProblemException {@code overloaded} when the tenant has {@code most}
   */
  Runnable enter(TenantId tenant, int most) {
    int now = open.merge(tenant, 1, Integer::sum);
    AtomicBoolean left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            open.computeIfPresent(tenant, (key, number) -> number == 1 ? null : number - 1);
          }
        };
    if (now > most) {
      leave.run();
      throw new ProblemException(
          ProblemCode.OVERLOADED,
          "The tenant follows " + most + " syncs here already; ask for the sync now and then");
    }
    return leave;
  }
}
