package org.healthsync.sync;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsync.ledger.Changed;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageCommit;
import org.healthsync.ledger.PageResult;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.Reconciliation;
import org.healthsync.map.MappedPage;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.fhir.DeviceWriter;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ProvenanceWriter;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.platform.Claim;
import org.healthsync.platform.Lane;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.StreamDescriptor;

/**
 * The flow of one page: fetch, map, validate, store. What leaves the last step is durable and in
 * the outbox; what does not reach it leaves no trace and is fetched again.
 */
public final class SyncPipeline {

  private final PageSource pages;
  private final StreamMappers mappers;
  private final PageAssembly assembly;
  private final Ledger ledger;
  private final SyncSettings settings;
  private final DeliveryWakeUp delivery;
  private final SyncListener listener;
  private final RunLinks runs;
  private final Clock clock;

  SyncPipeline(
      PageSource pages,
      StreamMappers mappers,
      PageAssembly assembly,
      Ledger ledger,
      SyncSettings settings,
      DeliveryWakeUp delivery,
      SyncListener listener,
      RunLinks runs,
      Clock clock) {
    this.pages = pages;
    this.mappers = mappers;
    this.assembly = assembly;
    this.ledger = ledger;
    this.settings = settings;
    this.delivery = delivery;
    this.listener = listener;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Brings the next page of a request home.
   *
   * @return whether more pages follow
   * @throws ProviderException when no page could be had or read; nothing is stored then
   */
  boolean nextPage(SyncTarget target, Claim claim, SyncRequest request) throws ProviderException {
    StreamDescriptor stream = permitted(target, request);
    Page page = pages.fetch(target, request);
    StreamMapper mapper = mappers.of(target.plugin(), stream);
    MappedPage mapped = mapper.map(page.raw());
    ResourceContext context = context(target);
    PageAssembly.Assembled assembled =
        assembly.assemble(context, page.raw(), mapped, isHistory(request));
    Origin origin = origin(target, claim, request, page.raw().fetchedAt());
    PageCommit commit =
        ledger.commit(
            new PageResult(
                origin,
                progress(request, page),
                assembled.entries(),
                assembled.deletions(),
                assembled.quarantine(),
                mapped.readings().size(),
                sum(mapped.skipped()) + sum(assembled.skipped()),
                request.window().isPresent()),
            provenance(target, context, page, mapper));
    afterCommit(target, request, commit, mapped);
    assembled.skipped().forEach((type, n) -> listener.skipped(target.plugin().id(), type, n));
    return page.more();
  }

  private static long sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Closes a completely read request: what an authoritative window did not show is gone. */
  void complete(SyncTarget target, Claim claim, SyncRequest request) {
    boolean authoritative =
        target.stream(request.stream()).map(StreamDescriptor::authoritative).orElse(false);
    Instant began = request.startedAt();
    if (request.window().isEmpty() || !authoritative || began == null) {
      return;
    }
    PageCommit commit =
        ledger.reconcile(
            new Reconciliation(
                origin(target, claim, request, clock.instant()), request.window().get(), began),
            ProvenanceSource.NONE);
    delivery.after(commit, target.connection(), request.lane());
    listener.stored(target.plugin().id(), request.stream(), commit);
  }

  private static StreamDescriptor permitted(SyncTarget target, SyncRequest request)
      throws ProviderException {
    StreamDescriptor stream =
        target.stream(request.stream())
            .orElseThrow(
                () ->
                    new ProviderException(
                        StandardError.PLUGIN_DEFECT,
                        "this version of the plugin has no stream " + request.stream()));
    if (!target.permits(stream)) {
      throw new ProviderException(
          StandardError.FORBIDDEN, "the person did not grant " + stream.scopes());
    }
    return stream;
  }

  private static boolean isHistory(SyncRequest request) {
    return request.lane() == Lane.BACKFILL || request.window().isPresent();
  }

  private Origin origin(SyncTarget target, Claim claim, SyncRequest request, Instant fetchedAt) {
    return new Origin(
        target.tenant(), claim, request.stream(), request.id(), runs.of(request.id()), fetchedAt);
  }

  private static Progress progress(SyncRequest request, Page page) {
    return request.window().isPresent()
        ? Progress.ofWindow(request.id(), page.next())
        : Progress.ofStream(page.next());
  }

  private ResourceContext context(SyncTarget target) {
    return new ResourceContext(
        target.tenant().value(),
        target.plugin().descriptor().id(),
        target.account().id(),
        target.patient(),
        settings.fhirBase(),
        target.zone());
  }

  private ProvenanceSource provenance(
      SyncTarget target, ResourceContext context, Page page, StreamMapper mapper) {
    return changed -> {
      DeviceWriter devices = new DeviceWriter(context);
      List<FhirResource> about = new ArrayList<>();
      about.add(devices.serviceSoftware(settings.version()));
      about.add(devices.providerSoftware());
      about.add(
          ProvenanceWriter.render(
              context,
              changed.stream().map(Changed::reference).toList(),
              page.raw().fetchedAt(),
              sha256(page.raw().payload().toByteArray()),
              target.plugin().descriptor().id(),
              target.plugin().version(),
              mapper.mappingVersion()));
      return about.stream().map(resource -> PageAssembly.entry(resource, null)).toList();
    };
  }

  private void afterCommit(
      SyncTarget target, SyncRequest request, PageCommit commit, MappedPage mapped) {
    delivery.after(commit, target.connection(), request.lane());
    listener.stored(target.plugin().id(), request.stream(), commit);
    mapped.skipped().forEach((what, count) -> listener.skipped(target.plugin().id(), what, count));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
