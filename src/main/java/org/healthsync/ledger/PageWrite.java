package org.healthsync.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the results of one page, or of the end of a window, inside one transaction. */
final class PageWrite {

  // one transaction of a reconciliation; a crash between two of them repeats only the rest
  static final int DELETIONS_AT_ONCE = 1000;

  private final Writing writing;
  private final ProvenanceSource provenance;
  private final LedgerTable table;
  private final SameAccount account;
  private final Withdrawals withdrawals;

  PageWrite(Writing writing, ProvenanceSource provenance) {
    this.writing = writing;
    this.provenance = provenance;
    this.table = new LedgerTable(writing);
    this.account = new SameAccount(writing.database(), writing.tenant(), writing.connectionId());
    this.withdrawals = new Withdrawals(writing, account);
  }

  /** A page that was fetched, or that came inside of a notification. */
  PageCommit first(PageResult page) throws SQLException {
    return writing.origin().request() == null ? told(page) : fetched(page);
  }

  private PageCommit fetched(PageResult page) throws SQLException {
    Map<ResourceKey, LedgerEntry> latest = latest(page.entries());
    Stamp stamp = Stamp.of(page.origin(), page.marksSeen());
    Difference difference = Difference.of(latest, table.known(List.copyOf(latest.keySet())));
    List<ResourceVersion> gone = new ArrayList<>(withdrawals.gone(page.deletions()));
    gone.removeIf(version -> latest.containsKey(version.key()));
    return written(page, page.quarantine(), difference, gone, stamp);
  }

  // notifications may come late and in any order: what a later page said stands
  private PageCommit told(PageResult page) throws SQLException {
    Stamp stamp = Stamp.of(page.origin(), false);
    Map<ResourceKey, LedgerEntry> latest = latest(page.entries());
    Map<ResourceKey, KnownVersion> known = table.known(List.copyOf(latest.keySet()));
    latest.values().removeIf(entry -> isOutdated(entry, known.get(entry.key()), stamp));
    List<ResourceVersion> gone = new ArrayList<>(withdrawals.goneBefore(page.deletions(), stamp));
    gone.removeIf(version -> latest.containsKey(version.key()));
    List<QuarantineEntry> failed =
        new LaterWord(writing, account, stamp, WindowReads.NONE).without(page.quarantine());
    return written(page, failed, Difference.of(latest, known), gone, stamp);
  }

  /** A page of the archive, of those that were fetched before {@code until}. */
  PageCommit again(PageResult page, Instant until) throws SQLException {
    Stamp stamp = Stamp.of(page.origin(), true);
    Map<ResourceKey, LedgerEntry> latest = latest(page.entries());
    Map<ResourceKey, KnownVersion> known = table.known(List.copyOf(latest.keySet()));
    Set<ResourceKey> decided = new HashSet<>(latest.keySet());
    latest.keySet().removeIf(key -> isSettled(known.get(key), stamp));
    // pages since then come first: what they showed is settled
    WindowReads reads = WindowReads.since(writing, stamp, until);
    latest.values().removeIf(entry -> reads.cover(entry.measuredAt()));
    Difference difference = Difference.of(latest, known);
    List<ResourceVersion> gone = new ArrayList<>(withdrawals.goneBefore(page.deletions(), stamp));
    gone.forEach(version -> decided.add(version.key()));
    notMadeAgain(page, stamp).stream()
        .filter(version -> !decided.contains(version.key()))
        .forEach(gone::add);
    gone.removeIf(version -> latest.containsKey(version.key()));
    List<QuarantineEntry> failed =
        new LaterWord(writing, account, stamp, reads).without(page.quarantine());
    return written(page, failed, difference, gone, stamp);
  }

  private static boolean isSettled(@Nullable KnownVersion known, Stamp page) {
    return known != null && known.isSettledFor(page);
  }

  // a device belongs to no page alone: as it is, it has to arrive with what refers to it
  private static boolean isOutdated(LedgerEntry entry, @Nullable KnownVersion known, Stamp page) {
    return known != null
        && known.isSettledFor(page)
        && (entry.measuredAt() != null || known.differsFrom(entry));
  }

  /** What this page showed last and does not make now; a part that failed decides nothing. */
  private List<ResourceVersion> notMadeAgain(PageResult page, Stamp stamp) throws SQLException {
    Set<String> failed = new HashSet<>();
    for (QuarantineEntry entry : page.quarantine()) {
      if (entry.sourceKey() == null) {
        return List.of(); // nobody knows what it would have become
      }
      failed.add(entry.sourceKey());
    }
    return withdrawals.notMadeAgain(stamp).stream()
        .filter(version -> !failed.contains(version.sourceKey()))
        .toList();
  }

  private PageCommit written(
      PageResult page,
      List<QuarantineEntry> failed,
      Difference difference,
      List<ResourceVersion> gone,
      Stamp stamp)
      throws SQLException {
    List<ResourceVersion> versions = new ArrayList<>(difference.versions());
    versions.addAll(gone);
    table.seen(difference.unchanged(), stamp);
    OutboxTable.add(writing, difference.again());
    int queued = difference.again().size() + store(versions, stamp);
    new QuarantineSettlement(writing).settle(page, failed);
    QuarantineTable.add(writing, failed);
    StreamTable.move(writing, page.progress());
    PageCommit written =
        new PageCommit(
            difference.added(),
            difference.versions().size() - difference.added(),
            difference.unchanged().size(),
            gone.size(),
            failed.size(),
            queued);
    RunCounters.addPage(writing, written, page.readings(), page.skipped());
    return written;
  }

  /** The end of a window: what it did not show, if that can be told. */
  PageCommit end(Reconciliation read) throws SQLException {
    if (withdrawals.isUncertain(read)) {
      return PageCommit.NOTHING;
    }
    List<ResourceVersion> gone = withdrawals.missing(read, DELETIONS_AT_ONCE);
    // pages since then did not show it: what an older page has to say about it no longer counts
    int queued = store(gone, new Stamp(null, null, read.readBegan()));
    if (gone.size() < DELETIONS_AT_ONCE) {
      WindowReads.add(writing, read);
    }
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

  private int store(List<ResourceVersion> versions, Stamp stamp) throws SQLException {
    if (versions.isEmpty()) {
      return 0;
    }
    table.upsert(versions, stamp);
    OutboxTable.supersede(writing, versions);
    OutboxTable.add(writing, versions);
    List<Changed> changed = versions.stream().map(ResourceVersion::changed).toList();
    Map<ResourceKey, LedgerEntry> about = latest(provenance.provenanceOf(changed));
    Difference further = Difference.of(about, table.known(List.copyOf(about.keySet())));
    table.upsert(further.versions(), stamp.withoutRequest());
    OutboxTable.supersede(writing, further.versions());
    // the software that a Provenance names is the whole tenant's
    OutboxTable.add(writing, further.again());
    OutboxTable.add(writing, further.versions());
    return versions.size() + further.again().size() + further.versions().size();
  }
}
