package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.ledger.Pages.device;
import static org.healthsync.ledger.Pages.weight;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PageId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.Stage;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReapplyTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant DAY_1 = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant END = Instant.parse("2026-03-11T00:00:00Z");
  private static final SourcePage FIRST = new SourcePage(PageId.random(), DAY_1);
  private static final SourcePage SECOND =
      new SourcePage(PageId.random(), DAY_1.plus(Duration.ofDays(1)));
  private static final SourcePage THIRD =
      new SourcePage(PageId.random(), DAY_1.plus(Duration.ofDays(2)));

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final Ledger ledger = new Ledger(DATABASE.database(), clock);
  private ConnectionId connection;
  private Claim claim;
  private Pages fetched;
  private Pages again;

  @BeforeEach
  void begin() {
    DATABASE.update("delete from ledger");
    DATABASE.update("delete from outbox");
    DATABASE.update("delete from quarantine");
    connection = DATABASE.connection();
    claim = DATABASE.claim(connection);
    fetched = new Pages(claim);
    again = reapplication();
  }

  @Test
  void onlyWhatTheMappingMakesOtherwiseGoesOutAndAsAmended() {
    fetch(FIRST, weight("a", "70"), weight("b", "80"));

    PageCommit commit = reapply(FIRST, weight("a", "70.5"), weight("b", "80"), weight("new", "1"));

    assertThat(commit.changed()).isEqualTo(1);
    assertThat(commit.unchanged()).isEqualTo(1);
    assertThat(commit.added()).isEqualTo(1);
    assertThat(rows()).containsExactly("a AMENDED 2", "b FINAL 1", "new FINAL 1");
    assertThat(queued()).isEqualTo(2 + 2);
  }

  @Test
  void samePagesAgainChangeNothing() {
    fetch(FIRST, weight("a", "70"));
    reapply(FIRST, weight("a", "71"));
    again = reapplication();

    PageCommit commit = reapply(FIRST, weight("a", "71"));

    assertThat(commit.queued()).isZero();
    assertThat(rows()).containsExactly("a AMENDED 2");
  }

  @Test
  void oldPageDoesNotOverwriteWhatALaterOneSays() {
    fetch(FIRST, weight("a", "70"));
    fetch(SECOND, weight("a", "72"));

    reapply(SECOND, weight("a", "72.0"));
    PageCommit older = reapply(FIRST, weight("a", "70.0"));

    assertThat(older.changed()).isZero();
    assertThat(rows()).containsExactly("a AMENDED 3");
    assertThat(body("a")).contains("\"value\":72.0");
  }

  @Test
  void pageOutsideOfTheSpanThatIsNewerKeepsItsWord() {
    fetch(FIRST, weight("a", "70"));
    fetch(THIRD, weight("a", "70"));

    PageCommit commit = reapply(FIRST, weight("a", "70.0"));

    assertThat(commit.changed()).isZero();
    assertThat(rows()).containsExactly("a FINAL 1");
  }

  @Test
  void whatAPageNoLongerMakesIsEnteredInErrorAndComesBackAsAmended() {
    fetch(FIRST, weight("kept", "70"), weight("dropped", "80"), device("scale", "Scale"));

    PageCommit commit = reapply(FIRST, weight("kept", "70"));

    assertThat(commit.deleted()).isEqualTo(1);
    assertThat(rows()).containsExactly("dropped DELETED 2", "kept FINAL 1", "scale FINAL 1");
    assertThat(deletedBy()).containsExactly("MAPPING");
    assertThat(body("dropped")).contains("entered-in-error");

    again = reapplication();
    reapply(FIRST, weight("kept", "70"), weight("dropped", "80"));

    assertThat(rows()).containsExactly("dropped AMENDED 3", "kept FINAL 1", "scale FINAL 1");
    assertThat(deletedBy()).containsExactly((String) null);
  }

  @Test
  void whatTheProviderDeletedStaysDeleted() {
    fetch(FIRST, weight("a", "70"), weight("b", "80"));
    ledger.commit(
        fetched
            .archived(SECOND)
            .of(List.of(), List.of(new Deletion("body-weight", "a")), List.of()),
        ProvenanceSource.NONE);

    reapply(SECOND);
    reapply(FIRST, weight("a", "70.0"), weight("b", "80.0"));

    assertThat(rows()).containsExactly("a DELETED 2", "b AMENDED 2");
    assertThat(deletedBy()).containsExactly("PROVIDER", null);
  }

  @Test
  void whatAWindowReadMissedStaysDeletedUnlessAPageOfThatReadShowsIt() {
    fetch(FIRST, weight("gone", "70"), weight("notMapped", "80"));
    readWindow();
    assertThat(rows()).containsExactly("gone DELETED 2", "notMapped DELETED 2");

    // the mapping at work had not read it of the page that the window read brought
    reapply(THIRD, weight("notMapped", "80"));
    reapply(FIRST, weight("gone", "70"), weight("notMapped", "80"));

    assertThat(rows()).containsExactly("gone DELETED 2", "notMapped AMENDED 3");
  }

  @Test
  void whatTheProviderDeletedDoesNotComeInByAFieldThatTheMappingReadsLater() {
    fetch(FIRST, weight("gone", "70"));
    readWindow();

    reapply(THIRD, weight("kept/fat", "11"));
    PageCommit older =
        reapply(FIRST, weight("gone", "70"), weight("gone/fat", "10"), weight("kept/fat", "11"));

    assertThat(older.added()).isZero();
    assertThat(rows()).containsExactly("gone DELETED 2", "kept/fat FINAL 1");
  }

  @Test
  void readThatEndedAfterTheSpanSaysNothingBecauseItsPagesAreNotMappedAgain() {
    fetch(FIRST, weight("kept", "70"));
    readWindow(weight("kept", "70"));

    ledger.reapply(
        again.archived(FIRST).inWindow(weight("kept/fat", "10")),
        THIRD.fetchedAt().minusSeconds(60),
        ProvenanceSource.NONE);

    assertThat(rows()).containsExactly("kept FINAL 1", "kept/fat FINAL 1");
  }

  @Test
  void whatOnlyWentToQuarantineStaysAsItIs() {
    fetch(FIRST, weight("a", "70"), weight("b", "80"), weight("c", "90"));
    QuarantineEntry bad =
        new QuarantineEntry(Stage.VALIDATE, "invalid-resource", "body-weight", "a", null, "", null);

    ledger.reapply(
        marking(again.archived(FIRST).of(List.of(weight("b", "80")), List.of(), List.of(bad))),
        END,
        ProvenanceSource.NONE);

    assertThat(rows()).containsExactly("a FINAL 1", "b FINAL 1", "c DELETED 2");
    assertThat(DATABASE.column("select page_id from quarantine"))
        .containsExactly(FIRST.id().toString());
  }

  @Test
  void pageOfWhichAPartHasNoNameWithdrawsNothing() {
    fetch(FIRST, weight("a", "70"));
    QuarantineEntry unknown =
        new QuarantineEntry(Stage.MAP, "bad-payload", null, null, null, "", null);

    ledger.reapply(
        marking(again.archived(FIRST).of(List.of(), List.of(), List.of(unknown))),
        END,
        ProvenanceSource.NONE);

    assertThat(rows()).containsExactly("a FINAL 1");
  }

  @Test
  void resourceFromBeforeTheArchiveIsChangedByNoOlderPage() {
    fetch(FIRST, weight("a", "70"));
    DATABASE.update(
        "update ledger set page_id = null, page_at = null, changed_at = ?::timestamptz",
        SECOND.fetchedAt().toString());

    reapply(FIRST, weight("a", "70.0"));
    assertThat(rows()).containsExactly("a FINAL 1");

    reapply(THIRD, weight("a", "70.0"));
    assertThat(rows()).containsExactly("a AMENDED 2");
  }

  @Test
  void workerThatWasReplacedWritesNothing() {
    fetch(FIRST, weight("a", "70"));
    DATABASE.claim(connection);

    assertThatThrownBy(() -> reapply(FIRST, weight("a", "71")))
        .isInstanceOf(ClaimLostException.class);

    assertThat(rows()).containsExactly("a FINAL 1");
  }

  @Test
  void pageThatIsNotArchivedCannotBeMappedAgain() {
    assertThatThrownBy(() -> ledger.reapply(again.inWindow(), END, ProvenanceSource.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Pages reapplication() {
    RequestId request = RequestId.random();
    RunId run = DATABASE.run(connection, request);
    return new Pages(claim, request, List.of(run));
  }

  /** A read of all days that began a moment before the third page and had that one alone. */
  private void readWindow(LedgerEntry... shown) {
    RequestId window = RequestId.random();
    Pages read = new Pages(claim, window, List.of(DATABASE.run(connection, window)));
    ledger.commit(read.archived(THIRD).inWindow(shown), ProvenanceSource.NONE);
    DATABASE.update("update ledger set changed_at = ?::timestamptz", DAY_1.toString());
    ledger.reconcile(
        new Reconciliation(
            read.origin(),
            new Window(DAY_1.minus(Duration.ofDays(9)), DAY_1.plus(Duration.ofDays(9))),
            THIRD.fetchedAt().minusSeconds(5),
            Set.of()),
        ProvenanceSource.NONE);
  }

  private void fetch(SourcePage page, LedgerEntry... entries) {
    ledger.commit(fetched.archived(page).of(entries), ProvenanceSource.NONE);
  }

  private PageCommit reapply(SourcePage page, LedgerEntry... entries) {
    return ledger.reapply(again.archived(page).inWindow(entries), END, ProvenanceSource.NONE);
  }

  private static PageResult marking(PageResult page) {
    return new PageResult(
        page.origin(),
        Progress.none(),
        page.entries(),
        page.deletions(),
        page.quarantine(),
        page.readings(),
        page.skipped(),
        true);
  }

  private static List<String> rows() {
    return DATABASE.column(
        "select source_key || ' ' || state || ' ' || version from ledger order by source_key");
  }

  private static List<String> deletedBy() {
    return DATABASE.column("select deleted_by from ledger where version > 1 order by source_key");
  }

  private static int queued() {
    return DATABASE.column("select seq from outbox").size();
  }

  private static String body(String key) {
    return DATABASE
        .column(
            "select convert_from(body, 'UTF8') from outbox where resource_id = ?"
                + " order by seq desc limit 1",
            Pages.id(key))
        .get(0);
  }
}
