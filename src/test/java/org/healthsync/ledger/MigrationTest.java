package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.Migrations;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.schedule.WaitingRequests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationTest {

  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final ConnectionId CONNECTION =
      ConnectionId.parse("10000000-0000-0000-0000-000000000001");
  private static final List<String> TABLES =
      List.of(
          "tenant",
          "app_user",
          "connection",
          "connection_token",
          "connection_claim",
          "stream_state",
          "sync_run",
          "sync_request",
          "sync_run_request",
          "ledger",
          "outbox",
          "quarantine",
          "audit",
          "scheduled_tasks");

  private LedgerDatabase database;
  private Map<String, String> before;

  @BeforeEach
  void fillVersionOneAndMigrate() {
    database = LedgerDatabase.createAt("1");
    database.update(text("/migration/v1-data.sql"));
    before = contents();
    new Migrations(database.database().dataSource()).apply();
  }

  @Test
  void everythingIsStillThere() {
    // new columns are last; to_jsonb less them is the row as it was
    assertThat(contents()).isEqualTo(before);
    assertThat(before).hasSize(TABLES.size()).doesNotContainValue("[]");
  }

  @Test
  void deletedResourcesWereDeletedByTheProvider() {
    assertThat(database.column("select deleted_by from ledger order by source_key"))
        .containsExactly(null, "PROVIDER");
  }

  @Test
  void queueKnowsWhomItsWorkWaitsFor() {
    assertThat(database.column("select peer from scheduled_tasks where task_name = 'sync'"))
        .containsExactlyElementsOf(database.column("select provider from connection"));
  }

  @Test
  void streamThatWasReadToItsEndKnowsWhereToBeginAnew() {
    assertThat(
            database.column("select complete_version || ' ' || complete_value from stream_state"))
        .containsExactly("1 1772352000");
  }

  @Test
  void itemOfVersionOneIsStillTheOneThatCounts() {
    QuarantineEntry again =
        new QuarantineEntry(
            org.healthsync.platform.Stage.MAP, "bad-unit", null, null, null, "unit", null);
    Pages pages = new Pages(database.claim(CONNECTION));

    new Ledger(database.database(), Clock.fixed(NOW, ZoneOffset.UTC))
        .commit(pages.of(List.of(), List.of(), List.of(again)), ProvenanceSource.NONE);

    assertThat(database.column("select occurrences from quarantine")).containsExactly("2");
  }

  @Test
  void syncThatWasUnderWayGoesOnAndItsResourcesAreStillKnown() {
    SyncRequest request =
        database
            .database()
            .inTransaction(transaction -> new WaitingRequests().next(transaction, CONNECTION, NOW))
            .orElseThrow();
    Claim claim = database.claim(CONNECTION);
    LedgerEntry known =
        new LedgerEntry(
            "Observation",
            UUID.fromString("40000000-0000-0000-0000-000000000001"),
            "body-weight",
            "1/1",
            new byte[] {(byte) 0xaa},
            false,
            NOW,
            null,
            () -> new byte[0]);

    PageCommit commit =
        new Ledger(database.database(), Clock.fixed(NOW, ZoneOffset.UTC))
            .commit(
                new Pages(
                        claim,
                        request.id(),
                        List.of(RunId.parse("20000000-0000-0000-0000-000000000001")))
                    .of(known),
                ProvenanceSource.NONE);

    assertThat(request.kind()).isEqualTo(SyncRequest.Kind.FETCH);
    assertThat(claim.fence()).isEqualTo(8);
    assertThat(commit.unchanged()).isEqualTo(1);
    assertThat(commit.queued()).isZero();
  }

  @Test
  void replicaOfTheVersionBeforeCanStillWrite() {
    // statements of version 1, which a rolling upgrade has beside the new ones
    database.update(
        "insert into sync_request (id, tenant_id, connection_id, stream, window_from, window_to,"
            + " lane, created_at) values (?, 'ward', ?, 'measures', null, null, 'BACKFILL', now())"
            + " on conflict (connection_id, stream, coalesce(window_from, '-infinity'),"
            + " coalesce(window_to, '-infinity')) where started_at is null"
            + " do update set lane = excluded.lane",
        RequestId.random().value(),
        CONNECTION.value());
    database.update(
        "insert into ledger (tenant_id, connection_id, stream, seen_by, created_at, changed_at,"
            + " resource_type, resource_id, reading_type, source_key, content_hash, version, state,"
            + " measured_at, body) values ('ward', ?, 'measures', null, now(), now(),"
            + " 'Observation', ?, 'body-weight', '3/1', '\\xcc', 1, 'FINAL', now(), '\\x00')",
        CONNECTION.value(),
        UUID.randomUUID());

    assertThat(database.column("select lane from sync_request"))
        .containsExactly(Lane.BACKFILL.name());
  }

  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    for (String table : TABLES) {
      String rows =
          database
              .column(
                  "select coalesce(jsonb_agg(to_jsonb(t) - array['page_id', 'page_at',"
                      + " 'deleted_by', 'reapplication_id', 'kind', 'pages', 'landmark', 'tenant',"
                      + " 'turn', 'raised_at', 'peer',"
                      + " 'part_at', 'replayed_at', 'of_page', 'activated_at', 'token_rotation',"
                      + " 'refreshing_by', 'conflicts', 'suspect_row', 'suspect_times',"
                      + " 'suspect_at', 'sent_from', 'sent_to', 'begun_anew', 'complete_version',"
                      + " 'complete_value'] order by t::text), '[]') from "
                      + table
                      + " t")
              .get(0);
      contents.put(table, rows);
    }
    return contents;
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(MigrationTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
