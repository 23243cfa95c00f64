package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthsync.ledger.QuarantineFilter;
import org.healthsync.ledger.ReplayCandidate;
import org.healthsync.ledger.ReplayCandidates;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;

/**
 * Tries again what is in quarantine: archived pages are mapped again, days whose pages are gone are
 * fetched again, refused resources are sent again. An item leaves quarantine in the transaction in
 * which it goes through, and counts up when it fails again. Each connection is begun in a
 * transaction of its own, so that a call that breaks off has begun some of them wholly.
 */
public final class QuarantineReplays {

  /** Items of one call; the next call takes the next ones. */
  static final int AT_ONCE = 5_000;

  private final Database database;
  private final Clock clock;
  private final Audit audit;
  private final ReplayCandidates candidates;
  private final SyncTargets targets;
  private final ConnectionReplay.Parts parts;
  private final Runnable lookNow;

  /**
   * Works on {@code database}.
   *
   * @param lookNow makes this replica look for due work at once
   */
  QuarantineReplays(
      Database database,
      Clock clock,
      Audit audit,
      SyncTargets targets,
      ConnectionReplay.Parts parts,
      Runnable lookNow) {
    this.database = database;
    this.clock = clock;
    this.audit = audit;
    this.candidates = new ReplayCandidates(database);
    this.targets = targets;
    this.parts = parts;
    this.lookNow = lookNow;
  }

  /**
   * Tries one item of the tenant again.
   *
   * @throws ProblemException {@code not-found}
   */
  public ReplayView one(TenantId tenant, String actor, UUID id) {
    List<ReplayCandidate> chosen = candidates.one(tenant, id);
    if (chosen.isEmpty()) {
      throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such item in quarantine");
    }
    return begin(tenant, actor, chosen);
  }

  /** Tries items of the tenant again, those first that were never tried or longest ago. */
  public ReplayView some(TenantId tenant, String actor, QuarantineFilter filter) {
    List<ReplayCandidate> chosen = candidates.some(tenant, filter, AT_ONCE + 1);
    return chosen.size() <= AT_ONCE
        ? begin(tenant, actor, chosen)
        : begin(tenant, actor, chosen.subList(0, AT_ONCE)).andMore();
  }

  private ReplayView begin(TenantId tenant, String actor, List<ReplayCandidate> chosen) {
    Map<ConnectionId, List<ReplayCandidate>> byConnection =
        chosen.stream()
            .collect(
                Collectors.groupingBy(
                    ReplayCandidate::connection,
                    () -> new TreeMap<>(java.util.Comparator.comparing(ConnectionId::value)),
                    Collectors.toList()));
    ReplayView view = ReplayView.NOTHING;
    for (Map.Entry<ConnectionId, List<ReplayCandidate>> of : byConnection.entrySet()) {
      // looked up before: it has transactions of its own
      SyncTarget target =
          targets.find(of.getKey()).filter(known -> known.tenant().equals(tenant)).orElse(null);
      view =
          view.plus(
              database.inTransaction(
                  transaction -> {
                    Instant now = clock.instant();
                    ConnectionReplay replay =
                        new ConnectionReplay(parts, transaction, tenant, of.getKey(), target, now);
                    ReplayView begun = replay.begin(of.getValue());
                    note(transaction, tenant, actor, of.getKey(), of.getValue(), now);
                    return begun;
                  }));
    }
    lookNow.run();
    return view;
  }

  private void note(
      Connection transaction,
      TenantId tenant,
      String actor,
      ConnectionId connection,
      List<ReplayCandidate> items,
      Instant now)
      throws SQLException {
    candidates.mark(transaction, tenant, items, now);
    String detail = items.size() == 1 ? items.get(0).id().toString() : items.size() + " items";
    audit.write(transaction, tenant, actor, "quarantine-replayed", connection.toString(), detail);
  }
}
