package org.healthsync.sync;

import java.time.Instant;
import java.util.Optional;
import org.healthsync.archive.ArchivedPage;
import org.healthsync.archive.PagePlace;
import org.healthsync.archive.RawArchive;
import org.healthsync.archive.ReplayPages;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageCommit;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.SourcePage;
import org.healthsync.platform.Claim;
import org.healthsync.platform.PageId;
import org.healthsync.platform.Sealer;
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
  private final ReplayPages replays;
  private final PageMappings mappings;
  private final PageMaker maker;
  private final Ledger ledger;
  private final StoredPages stored;
  private final RunLinks runs;

  ReapplyPipeline(
      RawArchive archive,
      ReplayPages replays,
      PageMappings mappings,
      PageMaker maker,
      Ledger ledger,
      StoredPages stored,
      RunLinks runs) {
    this.archive = archive;
    this.replays = replays;
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
    PageMapping mapping = mappings.latest(target.plugin(), stream);
    Cursor progress = request.progress();
    PagePlace last = progress == null ? PagePlace.START : PagePlace.parse(progress.value());
    Span span = span(request);
    Optional<PagePlace> next = next(target, request, span, last);
    if (next.isEmpty()) {
      return false;
    }
    PagePlace page = next.get();
    MadePage made = make(target, mapping, page);
    PageCommit commit =
        ledger.reapply(
            made.result(origin(target, claim, request, page), progress(request, page), true),
            span.until(),
            made.provenance());
    stored.after(target, request, commit, made);
    return true;
  }

  // single pages are not all that were fetched in their span: whatever was read since has its say
  private Span span(SyncRequest request) {
    Window fetched = request.window().orElseThrow();
    Instant asked = request.startedAt();
    boolean single = replays.listedFor(request.id());
    return new Span(fetched, single, single && asked != null ? asked : fetched.to());
  }

  private Optional<PagePlace> next(
      SyncTarget target, SyncRequest request, Span span, PagePlace last) {
    return span.single()
        ? replays.next(request.id(), last)
        : archive
            .next(target.connection(), request.stream(), span.fetched(), last)
            .map(PagePlace::of);
  }

  @Override
  public void complete(SyncTarget target, Claim claim, SyncRequest request) {
    // each page is complete in itself
  }

  private MadePage make(SyncTarget target, PageMapping mapping, PagePlace place) {
    try {
      Optional<ArchivedPage> page = archive.find(target.tenant(), new PageId(place.id()));
      return page.isPresent()
          ? maker.make(target, mapping, page.get().raw(), PageAssembly.Start.NOWHERE)
          : MadePage.unreadable("PAGE_EXPIRED", "its time ended meanwhile");
    } catch (ProviderException e) {
      return MadePage.unreadable(e.code().name(), "the page cannot be mapped");
    } catch (Sealer.BrokenSealException e) {
      return MadePage.unreadable("BROKEN_SEAL", "the page's key is gone");
    }
  }

  private Origin origin(SyncTarget target, Claim claim, SyncRequest request, PagePlace page) {
    return new Origin(
        target.tenant(),
        claim,
        request.stream(),
        request.id(),
        runs.of(request.id()),
        page.fetchedAt(),
        new SourcePage(new PageId(page.id()), page.fetchedAt()));
  }

  private static Progress progress(SyncRequest request, PagePlace page) {
    return Progress.ofWindow(request.id(), new Cursor(CURSOR_FORMAT, page.toString()));
  }

  private record Span(Window fetched, boolean single, Instant until) {}
}
