package org.healthsync.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.schedule.SyncRun;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param id of the run
 * @param connectionId whose data
 * @param status QUEUED, RUNNING, SUCCEEDED, PARTIAL, FAILED or CANCELLED
 * @param lane how urgent
 * @param pages pages stored
 * @param readings readings made of them
 * @param resources what became of the resources
 * @param skipped parts of pages left out on purpose, such as unknown measure types
 * @param pendingDelivery versions that the FHIR server has not acknowledged yet
 * @param waitingFor {@code destination}, {@code budget}, {@code provider}, {@code consent} or
 *     {@code operator}; null when it waits for nothing
 * @param waitingUntil when it goes on; null when nobody knows
 * @param error code of the failure
 * @param createdAt when it was asked for
 * @param finishedAt when its last stream ended
 */
@Schema(name = "Sync")
public record SyncView(
    String id,
    String connectionId,
    String status,
    String lane,
    long pages,
    long readings,
    Resources resources,
    long skipped,
    long pendingDelivery,
    @Nullable String waitingFor,
    @Nullable Instant waitingUntil,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /**
   * Counts of resources.
   *
   * @param created first seen
   * @param changed other content than before
   * @param unchanged as they were
   * @param deleted gone at the provider
   * @param quarantined not fit to be sent
   */
  @Schema(name = "SyncResources")
  public record Resources(
      @JsonProperty("new") long created,
      long changed,
      long unchanged,
      long deleted,
      long quarantined) {}

  static SyncView of(SyncRun run, Waiting waiting) {
    SyncRun.Resources counts = run.resources();
    return new SyncView(
        run.id().toString(),
        run.connection().toString(),
        run.status().name(),
        run.lane().name(),
        run.pages(),
        run.readings(),
        new Resources(
            counts.created(),
            counts.changed(),
            counts.unchanged(),
            counts.deleted(),
            counts.quarantined()),
        run.skipped(),
        run.pendingDelivery(),
        waiting.reason(),
        waiting.until(),
        run.error(),
        run.createdAt(),
        run.finishedAt());
  }
}
