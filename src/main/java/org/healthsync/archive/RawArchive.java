package org.healthsync.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.PageId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;

/**
 * Keeps the pages of tenants that want it, compressed and sealed. Safe for many threads; blocks on
 * the database.
 */
public final class RawArchive {

  private static final Duration SAME = Duration.ofDays(1);

  private final Database database;
  private final Sealer sealer;
  private final ArchiveSettings settings;
  private final Clock clock;
  private final DayPartitions partitions;

  /** Keeps pages in {@code database}. */
  public RawArchive(Database database, Sealer sealer, ArchiveSettings settings, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.settings = settings;
    this.clock = clock;
    this.partitions = new DayPartitions(database);
  }

  /**
   * Prepares to keep a page; stores nothing yet. A page with the same payload as the stream's last
   * one of the day before it is that page: polling that finds nothing new costs no space. Pages of
   * a window, and those that were sent to us, are always kept, each for itself.
   *
   * @return its place, or empty when the tenant keeps no pages, or none so old
   */
  public Optional<Place> place(NewPage page) {
    Duration retention = settings.of(page.tenant());
    // what came that late has no day any more, or one that another replica is about to drop
    if (retention.isZero() || page.raw().fetchedAt().isBefore(clock.instant().minus(retention))) {
      return Optional.empty();
    }
    byte[] hash = sha256(page.raw().payload().toByteArray());
    if (page.polled() && page.window() == null && page.raw().attributes().isEmpty()) {
      Instant since = page.raw().fetchedAt().minus(SAME);
      Optional<PagePlace> same =
          database.inTransaction(transaction -> PageTable.last(transaction, page, since, hash));
      if (same.isPresent()) {
        PageId id = new PageId(same.get().id());
        return Optional.of(new Place(id, same.get().fetchedAt(), transaction -> {}));
      }
    }
    partitions.ensure(DayPartitions.dayOf(page.raw().fetchedAt()));
    PageId id = PageId.random();
    byte[] packed = new PackedPage(page.raw().attributes(), page.raw().payload()).pack();
    byte[] sealed = sealer.seal(packed, sealedAt(id));
    return Optional.of(
        new Place(
            id,
            page.raw().fetchedAt(),
            transaction -> PageTable.add(transaction, id, page, hash, sealed)));
  }

  /**
   * A tenant's page.
   *
   * @throws Sealer.BrokenSealException when its key is gone
   */
  public Optional<ArchivedPage> find(TenantId tenant, PageId id) {
    return database
        .inTransaction(transaction -> PageTable.find(transaction, tenant, id))
        .map(this::open);
  }

  /**
   * The newest page of a connection's stream that was fetched in {@code fetched} and lies before
   * {@code before} in the order of the archive, newest first.
   */
  public Optional<PageHead> next(
      ConnectionId connection, String stream, Window fetched, PagePlace before) {
    return database.inTransaction(
        transaction -> PageTable.next(transaction, connection, stream, fetched, before));
  }

  /** Pages of a tenant's connection, newest first, at most {@code limit}. */
  public List<PageHead> list(
      TenantId tenant, ConnectionId connection, PageFilter filter, PagePlace before, int limit) {
    return database.inTransaction(
        transaction -> PageTable.list(transaction, tenant, connection, filter, before, limit));
  }

  /** Makes room for the days to come and drops what nobody keeps any longer. */
  public void tidy() {
    Instant now = clock.instant();
    for (int ahead = 0; ahead <= 2; ahead++) {
      partitions.ensure(DayPartitions.dayOf(now).plusDays(ahead));
    }
    partitions.dropBefore(DayPartitions.dayOf(now.minus(settings.longest())));
    settings
        .ofTenant()
        .forEach(
            (tenant, retention) ->
                database.inTransaction(
                    transaction ->
                        PageTable.deleteBefore(transaction, tenant, now.minus(retention))));
  }

  /** The time before which nobody's pages are kept. */
  public Instant oldest() {
    return clock.instant().minus(settings.longest());
  }

  private ArchivedPage open(PageTable.Sealed row) {
    PageHead head = row.head();
    PackedPage page = PackedPage.unpack(sealer.open(row.sealed(), sealedAt(head.id())));
    return new ArchivedPage(
        head,
        new RawPage(
            head.stream(), page.payload(), row.contentType(), page.attributes(), head.fetchedAt()));
  }

  private static String sealedAt(PageId id) {
    return "raw-page:" + id;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Where a page is kept.
   *
   * @param id of the page
   * @param fetchedAt when it was fetched first
   * @param storing stores it, in the transaction of its results
   */
  public record Place(PageId id, Instant fetchedAt, Storing storing) {}

  /** Stores a page in the caller's transaction. */
  @FunctionalInterface
  public interface Storing {
    /** Stores it. */
    void store(Connection transaction) throws SQLException;
  }
}
