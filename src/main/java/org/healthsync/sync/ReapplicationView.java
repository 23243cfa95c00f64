package org.healthsync.sync;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A re-application as the API shows it.
 *
 * @param id of the order
 * @param provider whose pages
 * @param stream which stream; null for all
 * @param from fetched then or later
 * @param to fetched before
 * @param status RUNNING, SUCCEEDED, PARTIAL or FAILED
 * @param connections connections with pages of that time, so far
 * @param finished those of them that are done
 * @param pages pages mapped again
 * @param readings readings made of them
 * @param resources what became of the resources
 * @param pendingDelivery versions that the FHIR server has not acknowledged yet
 * @param createdBy who ordered it
 * @param createdAt when
 */
@Schema(name = "Reapplication")
public record ReapplicationView(
    String id,
    String provider,
    @Nullable String stream,
    Instant from,
    Instant to,
    String status,
    long connections,
    long finished,
    long pages,
    long readings,
    SyncView.Resources resources,
    long pendingDelivery,
    String createdBy,
    Instant createdAt) {}
