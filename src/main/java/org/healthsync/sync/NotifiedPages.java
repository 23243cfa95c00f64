package org.healthsync.sync;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.archive.NewPage;
import org.healthsync.archive.RawArchive;
import org.healthsync.ledger.Attachment;
import org.healthsync.ledger.Deletion;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageCommit;
import org.healthsync.ledger.PageResult;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.SourceKeys;
import org.healthsync.ledger.SourcePage;
import org.healthsync.platform.Claim;
import org.healthsync.platform.Database;
import org.healthsync.platform.RequestId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.StreamDescriptor;

/** Data and deletions that came inside of notifications: mapped and stored as a fetched page is. */
final class NotifiedPages {

  private static final String UNMAPPED = "none";

  private final PageMappings mappings;
  private final PageMaker maker;
  private final RawArchive archive;
  private final Ledger ledger;
  private final StoredPages stored;
  private final Database database;

  NotifiedPages(
      PageMappings mappings,
      PageMaker maker,
      RawArchive archive,
      Ledger ledger,
      StoredPages stored,
      Database database) {
    this.mappings = mappings;
    this.maker = maker;
    this.archive = archive;
    this.ledger = ledger;
    this.stored = stored;
    this.database = database;
  }

  /**
   * Stores a page: resources, quarantine and the page itself in one transaction. Nobody sends it
   * again, so one that cannot be mapped as a whole waits in the archive for a replay. It counts as
   * fetched when it was received: what a later page or deletion said stands.
   *
   * @throws ProviderException when the provider has no such stream
   */
  void store(SyncTarget target, Claim claim, RawPage sent, Instant receivedAt)
      throws ProviderException {
    RawPage raw =
        new RawPage(
            sent.stream(), sent.payload(), sent.contentType(), sent.attributes(), receivedAt);
    StreamDescriptor stream = target.require(raw.stream());
    if (!target.permits(stream)) {
      return;
    }
    String mappingVersion = UNMAPPED;
    MadePage made;
    try {
      PageMapping mapping = mappings.of(target.plugin(), stream);
      mappingVersion = mapping.version();
      made = maker.make(target, mapping, raw, PageAssembly.Start.CHANGED);
    } catch (ProviderException e) {
      if (Thread.currentThread().isInterrupted()) {
        // says nothing of the page: the notification stays and is tried again
        throw new IllegalStateException("the service stops", e);
      }
      made = MadePage.unreadable(e.code().name(), "the page cannot be mapped");
    }
    Optional<RawArchive.Place> place = archive.place(newPage(target, raw, mappingVersion));
    Origin origin =
        new Origin(
            target.tenant(),
            claim,
            stream.name(),
            null,
            List.of(),
            raw.fetchedAt(),
            place.map(kept -> new SourcePage(kept.id(), kept.fetchedAt())).orElse(null));
    PageCommit commit =
        ledger.commit(
            made.result(origin, Progress.none(), false),
            made.provenance(),
            place.<Attachment>map(kept -> kept.storing()::store).orElse(Attachment.NONE));
    stored.notified(target, stream.name(), commit);
  }

  private static NewPage newPage(SyncTarget target, RawPage raw, String mappingVersion) {
    return new NewPage(
        target.tenant(),
        target.connection(),
        raw.stream(),
        RequestId.random(), // nobody asked for it
        null,
        raw,
        target.plugin().version(),
        mappingVersion,
        false);
  }

  /** Enters in error what was made of a record, unless a page since then has shown it. */
  void delete(SyncTarget target, Claim claim, Change.Deleted deleted, Instant receivedAt) {
    List<SourceKeys.Known> known =
        database.inTransaction(
            transaction ->
                SourceKeys.ofRecord(
                    transaction,
                    target.tenant(),
                    target.connection(),
                    deleted.type(),
                    deleted.sourceKey()));
    for (SourceKeys.Known one : known) {
      PageResult gone =
          new PageResult(
              new Origin(target.tenant(), claim, one.stream(), null, List.of(), receivedAt, null),
              Progress.none(),
              List.of(),
              List.of(new Deletion(deleted.type(), one.sourceKey())),
              List.of(),
              0,
              0,
              false);
      stored.notified(target, one.stream(), ledger.commit(gone, ProvenanceSource.NONE));
    }
  }
}
