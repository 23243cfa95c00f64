package org.healthsync.schedule;

import java.time.Instant;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RunId;
import org.jspecify.annotations.Nullable;

/**
 * One sync that an app can ask about.
 *
 * @param id ours
 * @param connection of which account
 * @param status where it stands
 * @param lane how urgent
 * @param pages pages stored
 * @param readings readings made of them
 * @param resources what became of the resources
 * @param skipped parts of pages left out on purpose
 * @param pendingDelivery versions of this run that the FHIR server has not acknowledged
 * @param error code of the failure, or null
 * @param createdAt when it was asked for
 * @param finishedAt when its last stream ended, or null
 */
public record SyncRun(
    RunId id,
    ConnectionId connection,
    RunStatus status,
    Lane lane,
    long pages,
    long readings,
    Resources resources,
    long skipped,
    long pendingDelivery,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /**
   * Counts of resources.
   *
   * @param created seen for the first time
   * @param changed with other content than before
   * @param unchanged met again as they were
   * @param deleted gone at the provider
   * @param quarantined not fit to be sent
   */
  public record Resources(
      long created, long changed, long unchanged, long deleted, long quarantined) {}
}
