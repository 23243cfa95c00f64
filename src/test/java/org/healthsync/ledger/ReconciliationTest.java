package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.ledger.Pages.device;
import static org.healthsync.ledger.Pages.weight;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PageId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.Stage;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-08T00:00:00Z");

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final Ledger ledger = new Ledger(DATABASE.database(), clock);
  private final RequestId request = RequestId.random();
  private Claim claim;
  private RunId run;
  private Pages earlier;
  private Pages window;
  private Instant readBegan;

  @BeforeEach
  void begin() {
    DATABASE.update("delete from ledger");
    DATABASE.update("delete from outbox");
    DATABASE.update("delete from quarantine");
    ConnectionId connection = DATABASE.connection();
    claim = DATABASE.claim(connection);
    run = DATABASE.run(connection, request);
    earlier = new Pages(claim);
    window = new Pages(claim, request, List.of(run));
    readBegan = clock.instant().plusSeconds(1);
  }

  @Test
  void whatAnotherReadMetMeanwhileIsNotMissing() {
    commit(earlier.of(at("both", FROM.plusSeconds(1)), at("gone", FROM.plusSeconds(2))));
    windowBegins();
    commit(window.inWindow(at("both", FROM.plusSeconds(1))));
    RequestId urgent = RequestId.random();
    Pages between = new Pages(claim, urgent, List.of(DATABASE.run(claim.connection(), urgent)));
    SourcePage page = new SourcePage(PageId.random(), readBegan.plusSeconds(9));
    commit(between.archived(page).inWindow(at("both", FROM.plusSeconds(1))));

    assertThat(reconcile().deleted()).isEqualTo(1);
    assertThat(deleted()).containsExactly("gone");
  }

  @Test
  void typeThatTheMappingLeavesOutIsNotMissing() {
    commit(earlier.of(at("dropped", FROM.plusSeconds(1))));
    windowBegins();
    commit(window.inWindow());

    PageCommit commit =
        ledger.reconcile(
            new Reconciliation(
                window.origin(), new Window(FROM, TO), readBegan, Set.of("body-weight")),
            ProvenanceSource.NONE);

    assertThat(commit.deleted()).isZero();
  }

  @Test
  void exactlyWhatTheWindowDidNotShowIsEnteredInError() {
    commit(
        earlier.of(
            at("before", FROM.minusMillis(1)),
            at("first", FROM),
            at("kept", FROM.plusSeconds(9)),
            at("last", TO.minusMillis(1)),
            at("after", TO),
            device("scale", "Scale")));
    windowBegins();
    commit(window.inWindow(at("kept", FROM.plusSeconds(9)), at("fresh", FROM.plusSeconds(10))));

    PageCommit commit = reconcile();

    assertThat(commit).isEqualTo(new PageCommit(0, 0, 0, 2, 0, 2));
    assertThat(deleted()).containsExactly("first", "last");
    assertThat(
            DATABASE.column(
                "select convert_from(body, 'UTF8')::json ->> 'status' from outbox order by seq"))
        .containsExactly("final", "entered-in-error", "entered-in-error");
    assertThat(new SyncCounters(DATABASE.database()).of(LedgerDatabase.TENANT, run))
        .contains(new SyncCounts(1, 2, 1, 0, 1, 2, 0, 0, 3));
  }

  @Test
  void sameReadAgainFindsNothingMore() {
    commit(earlier.of(at("gone", FROM)));
    windowBegins();
    assertThat(reconcile().deleted()).isOne();
    assertThat(reconcile()).isEqualTo(PageCommit.NOTHING);
  }

  @Test
  void whatAnotherReadBroughtMeanwhileIsLeftAlone() {
    windowBegins();
    commit(earlier.of(at("brought by a notification", FROM.plusSeconds(1))));

    assertThat(reconcile().deleted()).isZero();
  }

  @Test
  void otherStreamsAndConnectionsAreLeftAlone() {
    commit(new Pages(DATABASE.claim(DATABASE.connection())).of(at("of another", FROM)));
    commit(earlier.of(at("of another stream", FROM)));
    DATABASE.update("update ledger set stream = 'sleep' where source_key = 'of another stream'");
    windowBegins();

    assertThat(reconcile().deleted()).isZero();
  }

  @Test
  void laterWindowWithAnotherRequestSeesAnew() {
    commit(earlier.of(at("a", FROM)));
    windowBegins();
    commit(window.inWindow(at("a", FROM)));
    assertThat(reconcile().deleted()).isZero();

    clock.advance(Duration.ofDays(1));
    readBegan = clock.instant();
    window = new Pages(claim, RequestId.random(), List.of());
    assertThat(reconcile().deleted()).isOne();
  }

  @Test
  void manyMissingAreMarkedInPartsAndAllOfThem() {
    LedgerEntry[] many =
        IntStream.range(0, 2300).mapToObj(i -> at("m" + i, FROM)).toArray(LedgerEntry[]::new);
    commit(earlier.of(many));
    windowBegins();

    assertThat(reconcile().deleted()).isEqualTo(2300);
    assertThat(deleted()).hasSize(2300);
  }

  @Test
  void supersededClaimMarksNothing() {
    commit(earlier.of(at("a", FROM)));
    windowBegins();
    DATABASE.claim(claim.connection());

    assertThatThrownBy(this::reconcile).isInstanceOf(ClaimLostException.class);
    assertThat(deleted()).isEmpty();
  }

  @Test
  void whatAnEarlierConnectionOfTheAccountBroughtIsMissingToo() {
    account(claim.connection(), "withings", "4711");
    commit(earlier.of(at("gone", FROM), at("kept", FROM.plusSeconds(1))));
    DATABASE.update("update connection set status = 'REVOKED'");
    reconnect("withings", "4711");
    windowBegins();
    commit(window.inWindow(at("kept", FROM.plusSeconds(1))));

    assertThat(reconcile().deleted()).isOne();
    assertThat(deleted()).containsExactly("gone");
    commit(window.of(List.of(), List.of(new Deletion("body-weight", "kept")), List.of()));
    assertThat(deleted()).containsExactly("gone", "kept");
  }

  @Test
  void accountsOfOthersAreNeverMet() {
    DATABASE.update("insert into tenant (id) values ('other') on conflict do nothing");
    DATABASE.update(
        "insert into app_user values ('other', 'ann', 'Patient/p1', 'UTC', now(), now(), 1)"
            + " on conflict do nothing");
    account(claim.connection(), "withings", "4711");
    commit(earlier.of(at("of another tenant", FROM)));
    DATABASE.update(
        "update connection set tenant_id = 'other' where id = ?", claim.connection().value());
    reconnect("withings", "4712");
    commit(earlier.of(at("of another account", FROM)));
    reconnect("oura", "4711");
    commit(earlier.of(at("of another provider", FROM)));
    reconnect("withings", "");
    commit(earlier.of(at("of a connection without account", FROM)));
    reconnect("withings", "4711");
    windowBegins();
    List<Deletion> all =
        DATABASE.column("select source_key from ledger").stream()
            .map(key -> new Deletion("body-weight", key))
            .toList();

    commit(window.of(List.of(), all, List.of()));

    assertThat(all).hasSize(4);
    assertThat(reconcile().deleted()).isZero();
    assertThat(deleted()).isEmpty();
  }

  @Test
  void whatTheWindowShowsAndNobodyCanMakeIsNotMissing() {
    commit(earlier.of(at("bad", FROM), at("gone", FROM), at("bad before", FROM)));
    commit(earlier.of(List.of(), List.of(), List.of(bad("bad before"))));
    windowBegins();
    commit(window.of(List.of(), List.of(), List.of(bad("bad"))));

    assertThat(reconcile().deleted()).isEqualTo(2);
    assertThat(deleted()).containsExactly("bad before", "gone");
  }

  @Test
  void whatTheFhirServerRefusedIsStillMissing() {
    commit(earlier.of(at("gone", FROM)));
    windowBegins();
    QuarantineEntry refused =
        new QuarantineEntry(
            Stage.DELIVER, "fhir-422", "body-weight", "gone", "Observation/1", "refused", null);
    commit(window.of(List.of(), List.of(), List.of(refused)));

    assertThat(reconcile().deleted()).isOne();
  }

  @Test
  void windowWithAPartOfWhichNobodyKnowsWhoseItIsSaysNothingOfWhatIsMissing() {
    commit(earlier.of(at("gone", FROM)));
    windowBegins();
    commit(window.of(List.of(), List.of(), List.of(bad(null))));

    assertThat(reconcile()).isEqualTo(PageCommit.NOTHING);
    assertThat(deleted()).isEmpty();
    assertThat(
            DATABASE.column(
                "select began_at from window_read where connection_id = ?",
                claim.connection().value()))
        .as("nor of what older pages have")
        .isEmpty();

    window = new Pages(claim, RequestId.random(), List.of());
    windowBegins();
    commit(window.inWindow());
    assertThat(reconcile().deleted()).as("the next read that can be told does").isOne();
  }

  private void reconnect(String provider, String account) {
    ConnectionId connection = DATABASE.connection();
    account(connection, provider, account);
    claim = DATABASE.claim(connection);
    earlier = new Pages(claim);
    window = new Pages(claim, request, List.of(run));
  }

  private static void account(ConnectionId connection, String provider, String account) {
    DATABASE.update("update connection set status = 'REVOKED' where account_id = ?", account);
    DATABASE.update(
        "update connection set provider = ?, account_id = nullif(?, '') where id = ?",
        provider,
        account,
        connection.value());
  }

  private static QuarantineEntry bad(@Nullable String key) {
    return new QuarantineEntry(
        Stage.MAP, "out-of-range", "body-weight", key, "/0", "value is not usable", null);
  }

  private static LedgerEntry at(String key, Instant measured) {
    return weight(key, "70", false, measured);
  }

  private void commit(PageResult page) {
    ledger.commit(page, ProvenanceSource.NONE);
  }

  private void windowBegins() {
    DATABASE.update("delete from outbox");
    clock.advance(Duration.ofMinutes(1));
    readBegan = clock.instant();
  }

  private PageCommit reconcile() {
    return ledger.reconcile(
        new Reconciliation(window.origin(), new Window(FROM, TO), readBegan, Set.of()),
        ProvenanceSource.NONE);
  }

  private static List<String> deleted() {
    return DATABASE.column(
        "select source_key from ledger where state = 'DELETED' order by source_key");
  }
}
