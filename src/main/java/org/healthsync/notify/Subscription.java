package org.healthsync.notify;

import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;

/**
 * A connection's callback.
 *
 * @param connection whose
 * @param provider at which provider
 * @param key of its address
 * @param status whether the provider knows it
 * @param attempts failures in a row
 */
record Subscription(
    ConnectionId connection,
    ProviderId provider,
    WebhookKey key,
    SubscriptionStatus status,
    int attempts) {}
