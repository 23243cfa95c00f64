package org.healthsync.deliver;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/**
 * The right to deliver for a connection.
 *
 * @param connection whose outbox
 * @param tenant whose connection
 * @param provider where its data comes from
 * @param fence rises with each lease
 * @param attempts failures in a row so far
 */
record Lease(ConnectionId connection, TenantId tenant, String provider, long fence, int attempts) {}
