package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.ledger.Pages.device;
import static org.healthsync.ledger.Pages.id;
import static org.healthsync.ledger.Pages.provenance;
import static org.healthsync.ledger.Pages.weight;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.Stage;
import org.healthsync.spi.stream.Cursor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T00:00:00Z"));
  private final Ledger ledger = new Ledger(DATABASE.database(), clock);
  private ConnectionId connection;
  private Pages pages;

  @BeforeEach
  void begin() {
    DATABASE.update("delete from ledger");
    DATABASE.update("delete from outbox");
    connection = DATABASE.connection();
    pages = new Pages(DATABASE.claim(connection));
  }

  @Test
  void newResourcesGoToTheOutboxInTheirOrderWithTheirRenderedStatus() {
    PageCommit commit =
        commit(pages.of(device("scale", "Scale"), weight("a", "72.0"), weight("b", "71.5")));

    assertThat(commit).isEqualTo(new PageCommit(3, 0, 0, 0, 0, 3));
    assertThat(queued())
        .containsExactly("Device/1/active", "Observation/1/final", "Observation/1/final");
    assertThat(bodies().get(1)).contains("\"value\":72.0");
  }

  @Test
  void samePageAgainQueuesNothing() {
    commit(pages.of(device("scale", "Scale"), weight("a", "72.0")));
    drained();

    PageCommit again = commit(pages.of(device("scale", "Scale"), weight("a", "72.0")));

    assertThat(again).isEqualTo(new PageCommit(0, 0, 2, 0, 0, 0));
    assertThat(queued()).isEmpty();
  }

  @Test
  void changedContentAfterAFinalVersionIsAmended() {
    commit(pages.of(weight("a", "72.0")));
    drained();

    assertThat(commit(pages.of(weight("a", "72.00")))).isEqualTo(new PageCommit(0, 1, 0, 0, 0, 1));

    assertThat(queued()).containsExactly("Observation/2/amended");
    assertThat(bodies().get(0)).contains("\"value\":72.00}");
    assertThat(states()).containsExactly("2/AMENDED");
  }

  @Test
  void changedDeviceKeepsItsOwnStatus() {
    commit(pages.of(device("scale", "Scale")));
    drained();
    commit(pages.of(device("scale", "Bathroom scale")));

    assertThat(queued()).containsExactly("Device/2/active");
  }

  @Test
  void preliminaryStaysPreliminaryWhileItGrowsAndBecomesFinalWithoutBeingAmended() {
    commit(pages.of(weight("day", "100", true, Pages.MEASURED)));
    commit(pages.of(weight("day", "200", true, Pages.MEASURED)));
    commit(pages.of(weight("day", "300", false, Pages.MEASURED)));

    assertThat(queued())
        .containsExactly(
            "Observation/1/preliminary", "Observation/2/preliminary", "Observation/3/final");
  }

  @Test
  void preliminaryThatBecomesFinalWithTheSameContentIsANewVersion() {
    commit(pages.of(weight("day", "100", true, Pages.MEASURED)));
    drained();

    assertThat(commit(pages.of(weight("day", "100", false, Pages.MEASURED))).changed()).isOne();
    assertThat(queued()).containsExactly("Observation/2/final");
    assertThat(commit(pages.of(weight("day", "100", true, Pages.MEASURED))).unchanged()).isOne();
  }

  @Test
  void deletionKeepsTheValueAndReturnIsAmended() {
    commit(pages.of(weight("a", "72.0"), weight("b", "70.1")));
    drained();

    PageCommit gone =
        commit(
            pages.of(
                List.of(),
                List.of(new Deletion("body-weight", "a"), new Deletion("body-weight", "never-had")),
                List.of()));
    assertThat(gone).isEqualTo(new PageCommit(0, 0, 0, 1, 0, 1));
    assertThat(queued()).containsExactly("Observation/2/entered-in-error");
    assertThat(bodies().get(0)).contains("\"value\":72.0}").contains(id("a").toString());
    drained();

    assertThat(commit(pages.of(List.of(), List.of(new Deletion("body-weight", "a")), List.of())))
        .as("told twice")
        .isEqualTo(PageCommit.NOTHING);

    assertThat(commit(pages.of(weight("a", "72.0"))).changed()).isOne();
    assertThat(queued()).containsExactly("Observation/3/amended");
  }

  @Test
  void entryOfTheSamePageWinsOverItsDeletion() {
    commit(pages.of(weight("a", "72.0")));
    drained();
    commit(
        pages.of(
            List.of(weight("a", "73.0")), List.of(new Deletion("body-weight", "a")), List.of()));

    assertThat(queued()).containsExactly("Observation/2/amended");
  }

  @Test
  void laterOfTwoEntriesWithOneIdentityWins() {
    PageCommit commit = commit(pages.of(weight("a", "72.0"), weight("b", "1"), weight("a", "73")));

    assertThat(commit.added()).isEqualTo(2);
    assertThat(bodies()).hasSize(2);
    assertThat(bodies().get(0)).contains("\"value\":73}");
  }

  @Test
  void provenanceIsAskedForWhatChangedAndQueuedAfterItsTargetsButNotCounted() {
    commit(pages.of(weight("a", "72.0")));
    drained();

    PageCommit commit =
        ledger.commit(
            pages.of(weight("a", "72.0"), weight("b", "71.5"), device("scale", "Scale")),
            changed ->
                List.of(provenance("page", changed.stream().map(Changed::reference).toList())));

    assertThat(commit).isEqualTo(new PageCommit(2, 0, 1, 0, 0, 3));
    assertThat(DATABASE.column("select resource_type from outbox order by seq"))
        .containsExactly("Observation", "Device", "Provenance");
    assertThat(bodies().get(2))
        .contains("Observation/" + id("b"), "Device/" + id("scale"))
        .doesNotContain(id("a").toString());
  }

  @Test
  void unchangedPageMakesNoProvenance() {
    commit(pages.of(weight("a", "72.0")));
    drained();

    ledger.commit(
        pages.of(weight("a", "72.0")),
        changed -> {
          throw new AssertionError("nothing changed");
        });
    assertThat(queued()).isEmpty();
  }

  @Test
  void failureInTheMiddleLeavesNothingBehind() {
    RequestId request = RequestId.random();
    RunId run = DATABASE.run(connection, request);
    Pages ofRun = new Pages(DATABASE.claim(connection), request, List.of(run));
    QuarantineEntry bad =
        new QuarantineEntry(Stage.MAP, "bad-unit", "body-weight", "x", "/0", "no unit", null);

    assertThatThrownBy(
            () ->
                ledger.commit(
                    ofRun.of(List.of(weight("a", "72.0")), List.of(), List.of(bad)),
                    changed -> {
                      throw new IllegalStateException("power failure");
                    }))
        .hasMessage("power failure");

    assertThat(states()).isEmpty();
    assertThat(queued()).isEmpty();
    assertThat(column("select 1 from quarantine where connection_id = ?")).isEmpty();
    assertThat(column("select 1 from stream_state where connection_id = ?")).isEmpty();
    assertThat(column("select pages from sync_run where connection_id = ?")).containsExactly("0");
  }

  @Test
  void connectionKilledBeforeCommitLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                ledger.commit(
                    pages.of(weight("a", "72.0")),
                    changed -> {
                      DATABASE.column(
                          "select pg_terminate_backend(pid) from pg_stat_activity"
                              + " where state = 'idle in transaction' and pid <> pg_backend_pid()"
                              + " and datname = current_database()");
                      return List.of(provenance("p", List.of()));
                    }))
        .isInstanceOf(org.healthsync.platform.Database.DatabaseException.class);

    assertThat(states()).isEmpty();
    assertThat(queued()).isEmpty();
  }

  @Test
  void supersededClaimWritesNothing() {
    Claim taken = DATABASE.claim(connection);

    assertThatThrownBy(() -> commit(pages.of(weight("a", "72.0"))))
        .isInstanceOf(ClaimLostException.class);
    assertThat(states()).isEmpty();

    assertThat(commit(new Pages(taken).of(weight("a", "72.0"))).added()).isOne();
  }

  @Test
  void cursorMovesWithThePage() {
    commit(pages.of(weight("a", "72.0")));

    StreamState state = new StreamStates(DATABASE.database(), clock).of(connection).get(0);
    assertThat(state.cursor()).isEqualTo(new Cursor(1, "after"));
    assertThat(state.cursorAt()).isEqualTo(clock.instant());
  }

  @Test
  void windowProgressMovesItsRequestAndNotTheStream() {
    RequestId request = RequestId.random();
    DATABASE.run(connection, request);
    Origin origin = new Pages(DATABASE.claim(connection), request, List.of()).origin();
    Progress progress = Progress.ofWindow(request, new Cursor(3, "page 2"));
    commit(new PageResult(origin, progress, List.of(), List.of(), List.of(), 0, 0, true));

    assertThat(
            column(
                "select progress_version || progress_value from sync_request"
                    + " where connection_id = ?"))
        .containsExactly("3page 2");
    assertThat(column("select 1 from stream_state where connection_id = ?")).isEmpty();
  }

  @Test
  void everyRunOfTheRequestIsCountedForAndSeesItsPendingDelivery() {
    RequestId request = RequestId.random();
    RunId one = DATABASE.run(connection, request);
    RunId two = DATABASE.run(connection, request);
    Pages ofRuns = new Pages(DATABASE.claim(connection), request, List.of(one, two));
    commit(ofRuns.of(weight("a", "72.0"), weight("b", "71.0")));
    commit(ofRuns.of(weight("a", "72.5"), weight("b", "71.0")));

    SyncCounters counters = new SyncCounters(DATABASE.database());
    SyncCounts expected = new SyncCounts(2, 4, 2, 1, 1, 0, 0, 4, 3);
    assertThat(counters.of(LedgerDatabase.TENANT, one)).contains(expected);
    assertThat(counters.of(LedgerDatabase.TENANT, two)).contains(expected);
    assertThat(counters.of(new org.healthsync.platform.TenantId("other"), one)).isEmpty();
    Outbox outbox = new Outbox(DATABASE.database());
    assertThat(outbox.pendingDelivery(two)).isEqualTo(3);
    assertThat(outbox.depth()).isEqualTo(3);
  }

  @Test
  void deviceSharedWithAnotherConnectionIsQueuedHereTooWhileItIsNotDelivered() {
    Pages other = new Pages(DATABASE.claim(DATABASE.connection()));
    commit(other.of(device("cloud", "Cloud")));

    PageCommit commit = commit(pages.of(device("cloud", "Cloud"), weight("a", "72.0")));

    assertThat(commit).isEqualTo(new PageCommit(1, 0, 1, 0, 0, 2));
    assertThat(column("select resource_type from outbox where connection_id = ? order by seq"))
        .containsExactly("Device", "Observation");
    drained();
    assertThat(commit(pages.of(device("cloud", "Cloud"))).queued()).isZero();
  }

  @Test
  void softwareThatEveryProvenanceOfTheTenantNamesIsQueuedBeforeItHereToo() {
    ProvenanceSource named =
        changed ->
            List.of(
                device("software", "Software"),
                provenance("of " + changed, changed.stream().map(Changed::reference).toList()));
    ledger.commit(
        new Pages(DATABASE.claim(DATABASE.connection())).of(weight("other", "81")), named);

    PageCommit commit = ledger.commit(pages.of(weight("a", "72.0")), named);
    ledger.commit(pages.of(weight("b", "71.0")), named);

    assertThat(commit).isEqualTo(new PageCommit(1, 0, 0, 0, 0, 3));
    assertThat(column("select resource_type from outbox where connection_id = ? order by seq"))
        .as("once, for two pages")
        .containsExactly("Observation", "Device", "Provenance", "Observation", "Provenance");
  }

  @Test
  void pageOfTwoThousandCommitsInWellUnderASecond() {
    LedgerEntry[] warm =
        IntStream.range(0, 2000).mapToObj(i -> weight("w" + i, "1")).toArray(LedgerEntry[]::new);
    commit(pages.of(warm));
    LedgerEntry[] page =
        IntStream.range(0, 2000).mapToObj(i -> weight("k" + i, "1")).toArray(LedgerEntry[]::new);

    long begin = System.nanoTime();
    commit(pages.of(page));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    // generous, because the machine may be busy with other builds
    assertThat(took).isLessThan(Duration.ofSeconds(3));
    assertThat(DATABASE.column("select count(*) from outbox")).containsExactly("4000");
  }

  private PageCommit commit(PageResult page) {
    return ledger.commit(page, ProvenanceSource.NONE);
  }

  private void drained() {
    DATABASE.update("delete from outbox");
  }

  private List<String> column(String sql) {
    return DATABASE.column(sql, connection.value());
  }

  private List<String> states() {
    return DATABASE.column("select version || '/' || state from ledger order by source_key");
  }

  private List<String> bodies() {
    return DATABASE.column("select convert_from(body, 'UTF8') from outbox order by seq");
  }

  private List<String> queued() {
    return DATABASE.column(
        "select resource_type || '/' || version || '/'"
            + " || coalesce(convert_from(body, 'UTF8')::json ->> 'status', '')"
            + " from outbox order by seq");
  }
}
