package org.healthsync.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.healthsync.platform.CrashPoint;
import org.healthsync.platform.Database;

/**
 * Stores what pages yield: each page in one transaction with its progress, so that nothing is lost
 * and nothing is taken twice. Safe for many threads; blocks on the database.
 */
public final class Ledger {

  private final Database database;
  private final Clock clock;

  /** Works on {@code database}. */
  public Ledger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** As {@link #commit(PageResult, ProvenanceSource, Attachment)} with nothing attached. */
  public PageCommit commit(PageResult page, ProvenanceSource provenance) {
    return commit(page, provenance, Attachment.NONE);
  }

  /**
   * Stores a page: new and changed resources with their outbox rows, deletions, quarantine,
   * progress and counters, all or nothing. The same page again changes nothing but counters.
   *
   * @param attachment what else belongs to the page
   * @throws org.healthsync.platform.ClaimLostException when another worker took over; nothing is
   *     written
   * @throws Database.DatabaseException when the database fails; whether a failing commit took
   *     effect is then unknown, and repeating the page is safe
   */
  public PageCommit commit(PageResult page, ProvenanceSource provenance, Attachment attachment) {
    return inTransaction(
        page.origin(),
        writing -> {
          attachment.store(writing.database());
          return new PageWrite(writing, provenance).first(page);
        });
  }

  /**
   * Stores what an archived page yields by another mapping than before. Pages of a connection and
   * stream come newest first and mark what they met, so that what is stored is what the newest page
   * says: what a later page or a deletion at the provider has settled is left alone. What the page
   * made and no longer makes is entered in error, and comes back when a page makes it again; what
   * only went to quarantine now stays as it is.
   *
   * @param page whose origin has the request and the archived page, and which marks what it has
   *     seen
   * @param until the pages are all that were fetched before
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   * @throws Database.DatabaseException when the database fails; repeating the page is safe
   */
  public PageCommit reapply(PageResult page, Instant until, ProvenanceSource provenance) {
    if (page.origin().page() == null || !page.marksSeen()) {
      throw new IllegalArgumentException("an archived page is mapped again for a request");
    }
    return inTransaction(
        page.origin(), writing -> new PageWrite(writing, provenance).again(page, until));
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
      part = inTransaction(read.origin(), writing -> new PageWrite(writing, provenance).end(read));
      total = total.plus(part);
    } while (part.deleted() == PageWrite.DELETIONS_AT_ONCE);
    return total;
  }

  /** What of streams was read. */
  public Coverage coverage() {
    return new Coverage(database);
  }

  /** Forgets which windows were read to their end before {@code time}; no page is older. */
  public void forgetReads(Instant time) {
    database.inTransaction(transaction -> WindowReads.forget(transaction, time));
  }

  /**
   * Counts quarantined parts without a key together again whose pages were fetched before {@code
   * time} and are no longer kept.
   */
  public void foldItems(Instant time) {
    database.inTransaction(transaction -> QuarantineTable.fold(transaction, time));
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

  /** What one transaction does. */
  @FunctionalInterface
  private interface Work {
    PageCommit on(Writing writing) throws SQLException;
  }
}
