package org.healthsync.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.healthsync.platform.CrashPoint;
import org.healthsync.platform.Database;
import org.healthsync.platform.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * Stores what pages yield: each page in one transaction with its progress, so that nothing is lost
 * and nothing is taken twice. Safe for many threads; blocks on the database.
 */
public final class Ledger {

  // one transaction of a reconciliation; a crash between two of them repeats only the rest
  private static final int DELETIONS_AT_ONCE = 1000;

  private final Database database;
  private final Clock clock;

  /** Works on {@code database}. */
  public Ledger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Stores a page: new and changed resources with their outbox rows, deletions, quarantine,
   * progress and counters, all or nothing. The same page again changes nothing but counters.
   *
   * @throws org.healthsync.platform.ClaimLostException when another worker took over; nothing is
   *     written
   * @throws Database.DatabaseException when the database fails; whether a failing commit took
   *     effect is then unknown, and repeating the page is safe
   */
  public PageCommit commit(PageResult page, ProvenanceSource provenance) {
    return inTransaction(page.origin(), writing -> write(writing, page, provenance));
  }

  /**
   * Marks what a completely read window did not show as entered in error, in transactions of
   * limited size. Only resources of the connection and stream that were measured in the window
   * count, and none that changed since the read began.
   *
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   * @throws Database.DatabaseException when the database fails; repeating is safe
   */
  public PageCommit reconcile(Reconciliation read, ProvenanceSource provenance) {
    PageCommit total = PageCommit.NOTHING;
    PageCommit part;
    do {
      part = inTransaction(read.origin(), writing -> markMissing(writing, read, provenance));
      total = total.plus(part);
    } while (part.deleted() == DELETIONS_AT_ONCE);
    return total;
  }

  private PageCommit inTransaction(Origin origin, Work work) {
    PageCommit commit =
        database.inTransaction(
            connection -> {
              origin.claim().require(connection);
              PageCommit written = work.on(new Writing(connection, origin, clock.instant()));
              CrashPoint.BEFORE_COMMIT.pass();
              return written;
            });
    CrashPoint.AFTER_COMMIT.pass();
    return commit;
  }

  private static PageCommit write(Writing writing, PageResult page, ProvenanceSource provenance)
      throws SQLException {
    LedgerTable table = new LedgerTable(writing);
    Map<ResourceKey, LedgerEntry> latest = latest(page.entries());
    Difference difference = Difference.of(latest, table.known(List.copyOf(latest.keySet())));
    List<ResourceVersion> gone = new ArrayList<>(table.gone(page.deletions()));
    gone.removeIf(version -> latest.containsKey(version.key()));
    List<ResourceVersion> versions = new ArrayList<>(difference.versions());
    versions.addAll(gone);

    RequestId seenBy = page.marksSeen() ? page.origin().request() : null;
    if (seenBy != null) {
      table.seen(difference.unchanged(), seenBy);
    }
    OutboxTable.add(writing, difference.again());
    int queued = difference.again().size() + store(writing, table, versions, seenBy, provenance);
    QuarantineTable.add(writing, page.quarantine());
    StreamTable.move(writing, page.progress());

    PageCommit written =
        new PageCommit(
            difference.added(),
            difference.versions().size() - difference.added(),
            difference.unchanged().size(),
            gone.size(),
            page.quarantine().size(),
            queued);
    RunCounters.addPage(writing, written, page.readings(), page.skipped());
    return written;
  }

  private static PageCommit markMissing(
      Writing writing, Reconciliation read, ProvenanceSource provenance) throws SQLException {
    RequestId request = Objects.requireNonNull(read.origin().request());
    LedgerTable table = new LedgerTable(writing);
    List<ResourceVersion> gone = table.missing(read, request, DELETIONS_AT_ONCE);
    int queued = store(writing, table, gone, null, provenance);
    PageCommit written = new PageCommit(0, 0, 0, gone.size(), 0, queued);
    RunCounters.add(writing, written);
    return written;
  }

  // the place of the first, so that targets of references stay before what refers to them
  private static Map<ResourceKey, LedgerEntry> latest(List<LedgerEntry> entries) {
    Map<ResourceKey, LedgerEntry> latest = new LinkedHashMap<>();
    entries.forEach(entry -> latest.put(entry.key(), entry));
    return latest;
  }

  private static int store(
      Writing writing,
      LedgerTable table,
      List<ResourceVersion> versions,
      @Nullable RequestId seenBy,
      ProvenanceSource provenance)
      throws SQLException {
    if (versions.isEmpty()) {
      return 0;
    }
    table.upsert(versions, seenBy);
    OutboxTable.add(writing, versions);
    List<Changed> changed = versions.stream().map(ResourceVersion::changed).toList();
    Map<ResourceKey, LedgerEntry> about = latest(provenance.provenanceOf(changed));
    List<ResourceVersion> further =
        Difference.of(about, table.known(List.copyOf(about.keySet()))).versions();
    table.upsert(further, null);
    OutboxTable.add(writing, further);
    return versions.size() + further.size();
  }

  /** What one transaction does. */
  @FunctionalInterface
  private interface Work {
    PageCommit on(Writing writing) throws SQLException;
  }
}
