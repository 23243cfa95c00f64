package org.healthsync.ledger;

import java.time.Instant;
import java.util.List;
import org.healthsync.platform.Claim;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Where results come from.
 *
 * @param tenant who owns the connection
 * @param claim the right to write for the connection
 * @param stream what was read
 * @param request what it was read for; null for data that came inside a notification
 * @param runs the runs to count it for; empty when nobody asked
 * @param fetchedAt when the provider answered
 * @param page the archived page that they are made of; null when it is not archived
 */
public record Origin(
    TenantId tenant,
    Claim claim,
    String stream,
    @Nullable RequestId request,
    List<RunId> runs,
    Instant fetchedAt,
    @Nullable SourcePage page) {

  /** Copies the runs. */
  public Origin {
    runs = List.copyOf(runs);
  }
}
