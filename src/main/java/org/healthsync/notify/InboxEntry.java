package org.healthsync.notify;

import java.time.Instant;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits to be done.
 *
 * @param id ours
 * @param provider who told it
 * @param address whose address it came to; null for the provider's
 * @param sealed the change
 * @param receivedAt when it came
 * @param attempts how often work on it began, the present one included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InboxEntry(
    UUID id,
    ProviderId provider,
    @Nullable ConnectionId address,
    byte[] sealed,
    Instant receivedAt,
    int attempts) {}
