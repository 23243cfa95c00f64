package org.healthsync.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** Re-applications as operators ask for them; everything within the caller's tenant. */
public final class AskedReapplications {

  private final Reapplications reapplications;
  private final ReapplicationViews views;
  private final KnownMappings known;
  private final Clock clock;

  AskedReapplications(
      Reapplications reapplications, ReapplicationViews views, KnownMappings known, Clock clock) {
    this.reapplications = reapplications;
    this.views = views;
    this.known = known;
    this.clock = clock;
  }

  /**
   * Orders one.
   *
   * @param stream null for all
   * @param to null for now; later than now is now as well, since pages to come are mapped by what
   *     is at work then
   * @throws ProblemException {@code unknown-provider}, {@code unknown-stream}, {@code empty-window}
   */
  public UUID begin(
      TenantId tenant,
      String actor,
      String provider,
      @Nullable String stream,
      Instant from,
      @Nullable Instant to) {
    ActivePlugin plugin = known.plugin(provider);
    if (stream != null) {
      known.stream(plugin, stream);
    }
    Instant now = clock.instant();
    Instant end = to == null || to.isAfter(now) ? now : to;
    if (!from.isBefore(end)) {
      throw new ProblemException(
          ProblemCode.EMPTY_WINDOW, "from must lie before to and before now", "from");
    }
    return reapplications.begin(
        new Reapplications.Order(tenant, provider, stream, new Window(from, end)), actor);
  }

  /** The tenant's re-application, or {@code not-found}. */
  public ReapplicationView require(TenantId tenant, UUID id) {
    return views
        .find(tenant, id)
        .orElseThrow(
            () -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such re-application"));
  }

  /** The tenant's re-applications before the given one, newest first. */
  public List<ReapplicationView> list(
      TenantId tenant, Instant beforeTime, UUID beforeId, int limit) {
    return views.list(tenant, beforeTime, beforeId, limit);
  }
}
