package org.healthsync.sync;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.healthsync.archive.ArchiveSettings;
import org.healthsync.archive.RawArchive;
import org.healthsync.archive.ReplayPages;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.PageCommit;
import org.healthsync.ledger.SettableClock;
import org.healthsync.ledger.TenantHolds;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.override.ActiveMappings;
import org.healthsync.override.BrokenMappingException;
import org.healthsync.override.MappingName;
import org.healthsync.override.MappingProof;
import org.healthsync.override.Overrides;
import org.healthsync.override.Tables;
import org.healthsync.override.Who;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Sealer;
import org.healthsync.plugin.PluginCall;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.validate.KnownShapes;
import org.healthsync.validate.ResourceValidator;
import org.jspecify.annotations.Nullable;

/** The flow of a replica on a test's database, with a provider that answers what it is given. */
final class Replica {

  static final MappingName MEASURES = MappingName.of("sample", "measures");

  private static final URI BASE = URI.create("https://health.example");
  private static final FhirMapping SHIPPED = FhirMapping.load();
  // building one takes seconds
  private static final ResourceValidator VALIDATOR =
      new ResourceValidator(SHIPPED.terminology().definitions(BASE));
  private static final Who ANN = Who.caller(LedgerDatabase.TENANT, "ann");

  final WorkQueue queue = new WorkQueue();
  final SyncRuns runs = new SyncRuns();
  final RawArchive archive;
  final Overrides overrides;
  final SyncPipeline pipeline;
  final ReapplyPipeline reapply;
  final NotifiedPages notified;
  final ReplayPages replays;
  final Reapplications reapplications;
  private @Nullable PageSource next;

  Replica(LedgerDatabase database, SettableClock clock, Sealer sealer, ExecutorService threads) {
    this(database.database(), clock, sealer, threads);
  }

  Replica(Database database, Clock clock, Sealer sealer, ExecutorService threads) {
    Tables tables = new Tables(SHIPPED, VALIDATOR, KnownShapes.NONE, BASE);
    Audit audit = new Audit(clock);
    ActiveMappings active = new ActiveMappings(database, clock, tables);
    overrides = new Overrides(database, clock, audit, new MappingProof(active, tables), active);
    archive =
        new RawArchive(database, sealer, new ArchiveSettings(Duration.ofDays(30), Map.of()), clock);
    PageMappings mappings =
        new PageMappings(
            new StreamMappers(new PluginCall(threads), Duration.ofSeconds(10)), active);
    PageMaker maker =
        new PageMaker(
            new PageAssembly(sealer), new SyncSettings(BASE, "1.0", Path.of("none"), null, 1000));
    Ledger ledger = new Ledger(database, clock);
    StoredPages stored =
        new StoredPages(
            new DeliveryWakeUp(database, queue, clock, () -> {}),
            new Nobody(),
            request -> Optional.empty(),
            new BackPressure(
                new TenantHolds(database, (transaction, tenant) -> {}), 1000, clock, () -> 0L));
    RunLinks links =
        request -> database.inTransaction(transaction -> runs.of(transaction, request));
    pipeline =
        new SyncPipeline(
            (target, request) -> Objects.requireNonNull(next).fetch(target, request),
            mappings,
            maker,
            archive,
            ledger,
            stored,
            links,
            new SyncRequests(),
            clock);
    notified = new NotifiedPages(mappings, maker, archive, ledger, stored, database);
    replays = new ReplayPages(database);
    reapply = new ReapplyPipeline(archive, replays, mappings, maker, ledger, stored, links);
    reapplications = new Reapplications(database, clock, audit, runs, queue, () -> {});
  }

  /** What the provider answers next. */
  void answers(String json, Instant at) {
    RawPage raw = page(json, at);
    answers((target, request) -> new Page(raw, new Cursor(1, at.toString()), false));
  }

  /** What the provider answers from now on. */
  void answers(PageSource pages) {
    next = pages;
  }

  /** An answer of its only stream. */
  static RawPage page(String json, Instant at) {
    return new RawPage("measures", Payload.of(json), "application/json", Map.of(), at);
  }

  /** Puts texts to work. */
  void activate(MappingName name, String yaml) {
    try {
      overrides.activate(name, overrides.add(name, yaml, ANN).number(), "", ANN);
    } catch (BrokenMappingException e) {
      throw new AssertionError(e);
    }
  }

  void rollBack(MappingName name) {
    try {
      overrides.rollBack(name, "", ANN);
    } catch (BrokenMappingException e) {
      throw new AssertionError(e);
    }
  }

  /** A mapping of items with a weight, and with what else the rules say. */
  static String weights(int version, String... rules) {
    return """
    version: %d
    rules:
      - each: item in page.items
        time: { at: { epochSeconds: item.at }, zone: { const: UTC } }
        optional: true
        rules:
          - { scalar: body-weight, key: "{item.id}/w", value: item.kg, unit: kg }
    """
            .formatted(version)
        + String.join("", List.of(rules).stream().map(rule -> "      - " + rule + "\n").toList());
  }

  private static final class Nobody implements SyncListener {
    @Override
    public void stored(ProviderId provider, String stream, PageCommit commit) {
      // nobody listens
    }

    @Override
    public void skipped(ProviderId provider, String what, int count) {
      // nobody listens
    }
  }
}
