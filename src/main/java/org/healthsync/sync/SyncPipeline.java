package org.healthsync.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.healthsync.archive.NewPage;
import org.healthsync.archive.RawArchive;
import org.healthsync.ledger.Attachment;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageCommit;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.Reconciliation;
import org.healthsync.ledger.SourcePage;
import org.healthsync.platform.Claim;
import org.healthsync.platform.Lane;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.Trail;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.StreamDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The flow of one page: fetch, map, validate, store. What leaves the last step is durable and in
 * the outbox; what does not reach it leaves no trace and is fetched again.
 */
public final class SyncPipeline implements PageReader {

  private final PageSource pages;
  private final PageMappings mappings;
  private final PageMaker maker;
  private final RawArchive archive;
  private final Ledger ledger;
  private final StoredPages stored;
  private final RunLinks runs;
  private final SyncRequests requests;
  private final Clock clock;

  SyncPipeline(
      PageSource pages,
      PageMappings mappings,
      PageMaker maker,
      RawArchive archive,
      Ledger ledger,
      StoredPages stored,
      RunLinks runs,
      SyncRequests requests,
      Clock clock) {
    this.pages = pages;
    this.mappings = mappings;
    this.maker = maker;
    this.archive = archive;
    this.ledger = ledger;
    this.stored = stored;
    this.runs = runs;
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public boolean nextPage(SyncTarget target, Claim claim, SyncRequest request)
      throws ProviderException {
    StreamDescriptor stream = permitted(target, request);
    PageMapping mapping = mappings.of(target.plugin(), stream);
    Page page = pages.fetch(target, request);
    Attachment turned = page.more() ? onward(request, page) : Attachment.NONE;
    MadePage made = maker.make(target, mapping, page.raw(), start(request));
    Optional<RawArchive.Place> place = archive.place(newPage(target, request, page.raw(), mapping));
    Origin origin =
        origin(
            target,
            claim,
            request,
            page.raw().fetchedAt(),
            place.map(kept -> new SourcePage(kept.id(), kept.fetchedAt())).orElse(null));
    PageCommit commit =
        ledger.commit(
            made.result(origin, progress(request, page), request.window().isPresent()),
            made.provenance(),
            place
                .<Attachment>map(kept -> kept.storing()::store)
                .orElse(Attachment.NONE)
                .and(turned));
    stored.after(target, request, commit, made);
    return page.more();
  }

  /**
   * Closes a completely read request: what an authoritative window did not show is gone, and it is
   * noted what of the stream was read.
   */
  @Override
  public void complete(SyncTarget target, Claim claim, SyncRequest request) {
    reconcile(target, claim, request);
    ReadSpan.of(target, request).ifPresent(span -> span.note(ledger.coverage(), claim));
  }

  private void reconcile(SyncTarget target, Claim claim, SyncRequest request) {
    boolean authoritative =
        target.stream(request.stream()).map(StreamDescriptor::authoritative).orElse(false);
    Instant began = request.startedAt();
    if (request.window().isEmpty() || !authoritative || began == null) {
      return;
    }
    Origin origin = origin(target, claim, request, clock.instant(), null);
    PageCommit commit =
        ledger.reconcile(
            new Reconciliation(origin, request.window().get(), began, mappings.dropped()),
            ProvenanceSource.NONE);
    stored.after(target, request, commit);
  }

  private static StreamDescriptor permitted(SyncTarget target, SyncRequest request)
      throws ProviderException {
    StreamDescriptor stream = target.require(request.stream());
    if (!target.permits(stream)) {
      throw new ProviderException(
          StandardError.FORBIDDEN, "the person did not grant " + stream.scopes());
    }
    return stream;
  }

  /** Each page of a circle has another cursor than the one before: nobody else would notice. */
  private Attachment onward(SyncRequest request, Page page) throws ProviderException {
    Trail trail =
        request
            .trail()
            .next(page.next())
            .orElseThrow(
                () ->
                    new ProviderException(
                        StandardError.ENDLESS_PAGING,
                        "stream %s promises more, but its pages go round or are more than %d"
                            .formatted(request.stream(), Trail.MOST)));
    return transaction -> requests.turned(transaction, request.id(), trail);
  }

  private static PageAssembly.Start start(SyncRequest request) {
    boolean history = request.lane() == Lane.BACKFILL || request.window().isPresent();
    return history ? PageAssembly.Start.FETCHED : PageAssembly.Start.CHANGED;
  }

  private static NewPage newPage(
      SyncTarget target, SyncRequest request, RawPage raw, PageMapping mapping) {
    return new NewPage(
        target.tenant(),
        target.connection(),
        request.stream(),
        request.id(),
        request.explicitWindow(),
        raw,
        target.plugin().version(),
        mapping.version(),
        true);
  }

  private Origin origin(
      SyncTarget target,
      Claim claim,
      SyncRequest request,
      Instant fetchedAt,
      @Nullable SourcePage page) {
    return new Origin(
        target.tenant(),
        claim,
        request.stream(),
        request.id(),
        runs.of(request.id()),
        fetchedAt,
        page);
  }

  private static Progress progress(SyncRequest request, Page page) {
    return request.window().isPresent()
        ? Progress.ofWindow(request.id(), page.next())
        : Progress.ofStream(page.next());
  }
}
