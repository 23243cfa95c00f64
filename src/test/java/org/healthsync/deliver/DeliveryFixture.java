package org.healthsync.deliver;

import static org.healthsync.ledger.Pages.id;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.healthsync.deliver.fhir.FhirAuth;
import org.healthsync.deliver.fhir.FhirServerAddress;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.LedgerEntry;
import org.healthsync.ledger.PageResult;
import org.healthsync.ledger.Pages;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.Redelivery;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** A ledger, a FHIR stub and a delivery job between them, on a clock that the test moves. */
final class DeliveryFixture implements AutoCloseable, DeliveryListener {

  static final DrainBudget PLENTY = new DrainBudget(100_000, Duration.ofHours(1));

  final FhirStub server = new FhirStub();
  final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T00:00:00Z"));
  final LedgerDatabase database;
  final List<Delivered> delivered = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  private final Ledger ledger;
  private final Map<ConnectionId, Pages> pages = new ConcurrentHashMap<>();

  DeliveryFixture(LedgerDatabase database) {
    this.database = database;
    this.ledger = new Ledger(database.database(), clock);
    database.update("delete from outbox");
    database.update("delete from ledger");
    database.update("delete from quarantine");
    database.update("delete from destination_pause");
    database.update("delete from delivery_doubt");
  }

  /** A job for the stub; half of every back-off is certain and the other half never taken. */
  DeliveryJob job() {
    return job(new FhirAuth.None(), "/fhir", 100);
  }

  DeliveryJob job(FhirAuth auth, String path, int largestBundle) {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), () -> 0L);
    DestinationSettings settings =
        new DestinationSettings(
            new FhirServerAddress(server.address(path), auth, Duration.ofSeconds(10)),
            Duration.ofSeconds(5),
            largestBundle);
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    DestinationHealth health =
        new DestinationHealth(LedgerDatabase.TENANT, database.database(), backoff, clock);
    Destination destination = Destination.of(settings, http, health, clock);
    return new DeliveryJob(
        database.database(),
        new Destinations(Map.of(LedgerDatabase.TENANT, destination)),
        backoff,
        new Redelivery()::queueBehind,
        this,
        clock);
  }

  /** Stores a page of a connection. */
  void store(ConnectionId connection, LedgerEntry... entries) {
    ledger.commit(pages(connection).of(entries), ProvenanceSource.NONE);
  }

  /** Looks once after what was sent without an answer. */
  int repeatDoubtful() {
    return new DoubtfulDeliveries(database.database(), new Redelivery()::queueBehind, clock)
        .repeat();
  }

  /** Queues what the ledger holds again. */
  int redeliver(ConnectionId connection, String... references) {
    return database
        .database()
        .inTransaction(
            transaction ->
                new Redelivery()
                    .queue(
                        transaction,
                        LedgerDatabase.TENANT,
                        connection,
                        List.of(references),
                        clock.instant()));
  }

  /** Stores a page with its Provenance. */
  void storeWithProvenance(ConnectionId connection, LedgerEntry... entries) {
    PageResult page = pages(connection).of(entries);
    ledger.commit(
        page,
        changed ->
            List.of(Pages.provenance("page", changed.stream().map(of -> of.reference()).toList())));
  }

  private Pages pages(ConnectionId connection) {
    return pages.computeIfAbsent(connection, of -> new Pages(database.claim(of)));
  }

  List<String> quarantine(String column) {
    return database.column("select " + column + " from quarantine order by source_key");
  }

  static String observation(String key) {
    return "Observation/" + id(key);
  }

  @Override
  public void delivered(Delivered what) {
    delivered.add(what);
  }

  @Override
  public void refused(TenantId tenant, String resourceType, String readingType, String reason) {
    events.add("refused " + resourceType + " " + readingType + " " + reason);
  }

  @Override
  public void held(TenantId tenant, ConnectionId connection, String reason) {
    events.add("held " + reason);
  }

  @Override
  public void close() {
    server.close();
  }
}
