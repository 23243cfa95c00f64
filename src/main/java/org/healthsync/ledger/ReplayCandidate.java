package org.healthsync.ledger;

import java.time.Instant;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Stage;
import org.jspecify.annotations.Nullable;

/**
 * An item of quarantine that is to be tried again.
 *
 * @param id of the item
 * @param connection whose data
 * @param stage where it stopped
 * @param stream what was read
 * @param pointer the refused resource of stage DELIVER; else a place in a page
 * @param pageId the archived page that last held it; null when it was not archived
 * @param measuredAt when it was measured, when known
 * @param firstAt when it was first met
 * @param hasKey whether the provider's key of it is known, by which it leaves in whatever page
 */
public record ReplayCandidate(
    UUID id,
    ConnectionId connection,
    Stage stage,
    String stream,
    @Nullable String pointer,
    @Nullable UUID pageId,
    @Nullable Instant measuredAt,
    Instant firstAt,
    boolean hasKey) {}
