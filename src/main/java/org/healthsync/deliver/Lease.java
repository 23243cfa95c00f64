package org.healthsync.deliver;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The right to deliver for a connection.
 *
 * @param connection whose outbox
 * @param tenant whose connection
 * @param provider where its data comes from
 * @param fence rises with each lease
 * @param troubles what was met so far
 * @param left what the one before had under way when its lease ended; null when it gave it back
 */
record Lease(
    ConnectionId connection,
    TenantId tenant,
    String provider,
    long fence,
    Troubles troubles,
    @Nullable Rows left) {

  /**
   * Outbox rows.
   *
   * @param from first
   * @param to last
   */
  record Rows(long from, long to) {}
}
