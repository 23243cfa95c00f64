package org.healthsync.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.archive.ArchivedPage;
import org.healthsync.archive.PageHead;
import org.healthsync.archive.PagePlace;
import org.healthsync.archive.RawArchive;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageCommit;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.QuarantineEntry;
import org.healthsync.ledger.SourcePage;
import org.healthsync.platform.Claim;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Stage;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;

/**
 * The flow of one page of the archive: map again, validate, store what changed. Pages come newest
 * first, so that what a later page says stands. A page that cannot be read goes to quarantine and
 * changes nothing; the others go on.
 */
final class ReapplyPipeline implements PageReader {

  private static final int CURSOR_FORMAT = 1;

  private final RawArchive archive;
  private final PageMappings mappings;
  private final PageMaker maker;
  private final Ledger ledger;
  private final StoredPages stored;
  private final RunLinks runs;

  ReapplyPipeline(
      RawArchive archive,
      PageMappings mappings,
      PageMaker maker,
      Ledger ledger,
      StoredPages stored,
      RunLinks runs) {
    this.archive = archive;
    this.mappings = mappings;
    this.maker = maker;
    this.ledger = ledger;
    this.stored = stored;
    this.runs = runs;
  }

  @Override
  public boolean nextPage(SyncTarget target, Claim claim, SyncRequest request)
      throws ProviderException {
    StreamDescriptor stream = target.require(request.stream());
    PageMapping mapping = mappings.of(target.plugin(), stream);
    Cursor progress = request.progress();
    PagePlace last = progress == null ? PagePlace.START : PagePlace.parse(progress.value());
    Window fetched = request.window().orElseThrow();
    Optional<PageHead> next = archive.next(target.connection(), request.stream(), fetched, last);
    if (next.isEmpty()) {
      return false;
    }
    MadePage made = make(target, mapping, next.get());
    PageCommit commit =
        ledger.reapply(
            made.result(
                origin(target, claim, request, next.get()), progress(request, next.get()), true),
            fetched.to(),
            made.provenance());
    stored.after(target, request, commit, made);
    return true;
  }

  @Override
  public void complete(SyncTarget target, Claim claim, SyncRequest request) {
    // each page is complete in itself
  }

  private MadePage make(SyncTarget target, PageMapping mapping, PageHead head) {
    try {
      Optional<ArchivedPage> page = archive.find(target.tenant(), head.id());
      return page.isPresent()
          ? maker.make(target, mapping, page.get().raw(), PageAssembly.Start.NOWHERE)
          : nothing(List.of(unreadable("PAGE_EXPIRED", "its time ended meanwhile")));
    } catch (ProviderException e) {
      return nothing(List.of(unreadable(e.code().name(), "the page cannot be mapped")));
    } catch (Sealer.BrokenSealException e) {
      return nothing(List.of(unreadable("BROKEN_SEAL", "the page's key is gone")));
    }
  }

  private static QuarantineEntry unreadable(String code, String message) {
    String reason = code.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return new QuarantineEntry(Stage.MAP, reason, null, null, null, message, null);
  }

  private static MadePage nothing(List<QuarantineEntry> quarantine) {
    return new MadePage(
        new PageAssembly.Assembled(List.of(), List.of(), quarantine, Map.of()),
        0,
        Map.of(),
        ProvenanceSource.NONE);
  }

  private Origin origin(SyncTarget target, Claim claim, SyncRequest request, PageHead page) {
    return new Origin(
        target.tenant(),
        claim,
        request.stream(),
        request.id(),
        runs.of(request.id()),
        page.fetchedAt(),
        new SourcePage(page.id(), page.fetchedAt()));
  }

  private static Progress progress(SyncRequest request, PageHead page) {
    return Progress.ofWindow(
        request.id(), new Cursor(CURSOR_FORMAT, PagePlace.of(page).toString()));
  }
}
