package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PageId;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Stage;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-10T00:00:00Z"));
  private final Ledger ledger = new Ledger(DATABASE.database(), clock);
  private final Quarantine quarantine = new Quarantine(DATABASE.database());
  private ConnectionId connection;
  private Pages pages;

  @BeforeEach
  void begin() {
    DATABASE.update("delete from quarantine");
    connection = DATABASE.connection();
    pages = new Pages(DATABASE.claim(connection));
  }

  @Test
  void samePartForTheSameReasonIsOneItemThatCounts() {
    store(bad("a", "out-of-range"), bad("a", "out-of-range"), bad("b", "out-of-range"));
    Instant first = clock.instant();
    clock.advance(Duration.ofHours(1));
    store(bad("a", "out-of-range"));

    QuarantineItem item = list(QuarantineFilter.ALL).get(0);
    assertThat(list(QuarantineFilter.ALL)).hasSize(2);
    assertThat(item.sourceKey()).isEqualTo("a");
    assertThat(item.occurrences()).isEqualTo(3);
    assertThat(item.firstAt()).isEqualTo(first);
    assertThat(item.lastAt()).isEqualTo(clock.instant());
  }

  @Test
  void partsWithoutKeyOrExtractAreKept() {
    store(new QuarantineEntry(Stage.FETCH, "bad-payload", null, null, null, "no JSON", null));
    store(
        new QuarantineEntry(
            Stage.FETCH, "bad-payload", null, null, null, "no JSON", new byte[] {1, 2}));

    assertThat(list(QuarantineFilter.ALL).get(0).occurrences()).isEqualTo(2);
    assertThat(DATABASE.column("select encode(sealed_extract, 'hex') from quarantine"))
        .containsExactly("0102");
  }

  @Test
  void partsWithoutKeyAtTheSamePlaceOfTwoPagesAreTwoItems() {
    SourcePage one = new SourcePage(PageId.random(), Pages.MEASURED);
    SourcePage other = new SourcePage(PageId.random(), Pages.MEASURED.plusSeconds(1));
    store(pages.archived(one), keyless("/0"), keyless("/0"), keyless("/1"));
    store(pages.archived(other), keyless("/0"));
    store(pages.archived(one), keyless("/0"), keyless("/1"));

    assertThat(places())
        .containsExactlyInAnyOrder("/0 3 " + one.id(), "/1 2 " + one.id(), "/0 1 " + other.id());

    ledger.commit(
        pages.archived(one).of(List.of(), List.of(), List.of(keyless("/1"))),
        ProvenanceSource.NONE);
    assertThat(places())
        .as("what the page no longer has at fault leaves, of this page only")
        .containsExactlyInAnyOrder("/1 3 " + one.id(), "/0 1 " + other.id());
  }

  @Test
  void partWithAKeyIsOneItemInWhateverPageItIs() {
    store(
        pages.archived(new SourcePage(PageId.random(), Pages.MEASURED)), bad("a", "out-of-range"));
    store(
        pages.archived(new SourcePage(PageId.random(), Pages.MEASURED)), bad("a", "out-of-range"));

    assertThat(DATABASE.column("select occurrences from quarantine")).containsExactly("2");
  }

  @Test
  void partsWithoutKeyAreCountedTogetherOnceTheirPagesAreNoLongerKept() {
    store(keyless("/0"));
    SourcePage old = new SourcePage(PageId.random(), Pages.MEASURED);
    store(pages.archived(old), keyless("/0"), bad("a", "out-of-range"));
    store(pages.archived(new SourcePage(PageId.random(), Pages.MEASURED)), keyless("/0"));
    store(pages.archived(new SourcePage(PageId.random(), Pages.MEASURED)), keyless("/1"));
    store(pages.archived(new SourcePage(PageId.random(), Pages.MEASURED)), keyless("/1"));
    clock.advance(Duration.ofDays(30));
    SourcePage kept = new SourcePage(PageId.random(), clock.instant());
    store(pages.archived(kept), keyless("/0"));

    ledger.foldItems(clock.instant());

    assertThat(places())
        .containsExactlyInAnyOrder(
            "/0 3 none", "/0 1 " + kept.id(), "/1 2 none", "/0 1 " + old.id());
    ledger.foldItems(clock.instant());
    assertThat(places()).hasSize(4);
  }

  @Test
  void whatNoDatabaseTakesIsMadeFitAndStaysApart() {
    String huge = "/" + "\uD83D\uDE00m".repeat(2_000_000);
    store(
        keyless(huge + "1"),
        keyless(huge + "2"),
        keyless("/a\u0000"),
        keyless("/a\uFFFD"),
        new QuarantineEntry(
            Stage.MAP, "r\u0000", "t\u0000", "k\uD800", "/0", "m\u0000".repeat(9_000), null));

    assertThat(list(QuarantineFilter.ALL)).hasSize(5);
    assertThat(DATABASE.column("select pointer from quarantine where pointer like '/a%'"))
        .contains("/a\uFFFD")
        .allMatch(pointer -> pointer.matches("/a\uFFFD(~[0-9a-f]{16})?"));
  }

  @Test
  void partWithAKeyThatWasMadeFitLeavesWhenTheProviderDeletesIt() {
    store(bad("a\u0000", "bad-text"));

    ledger.commit(
        pages.of(List.of(), List.of(new Deletion("body-weight", "a\u0000")), List.of()),
        ProvenanceSource.NONE);

    assertThat(keys()).isEmpty();
  }

  @Test
  void filtersNarrow() {
    store(bad("a", "out-of-range"), bad("b", "bad-unit"));

    assertThat(list(new QuarantineFilter(connection, Stage.MAP, "bad-unit")))
        .extracting(QuarantineItem::sourceKey)
        .containsExactly("b");
    assertThat(list(new QuarantineFilter(null, Stage.DELIVER, null))).isEmpty();
    assertThat(list(new QuarantineFilter(ConnectionId.random(), null, null))).isEmpty();
  }

  @Test
  void anotherTenantSeesNothing() {
    store(bad("a", "out-of-range"));

    TenantId other = new TenantId("other");
    assertThat(quarantine.list(other, QuarantineFilter.ALL, QuarantineCursor.START, 10).items())
        .isEmpty();
  }

  @Test
  void pagesShowEveryItemOnce() {
    store(
        IntStream.range(0, 7)
            .mapToObj(i -> bad("k" + i, "out-of-range"))
            .toArray(QuarantineEntry[]::new));
    List<String> keys = new ArrayList<>();
    @Nullable QuarantineCursor next = QuarantineCursor.START;
    while (next != null) {
      QuarantinePage page = quarantine.list(LedgerDatabase.TENANT, QuarantineFilter.ALL, next, 3);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      page.items().forEach(item -> keys.add(String.valueOf(item.sourceKey())));
      QuarantineCursor end = page.next();
      next = end == null ? null : QuarantineCursor.parse(end.toString());
    }

    assertThat(keys)
        .containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4", "k5", "k6")
        .doesNotHaveDuplicates();
  }

  @Test
  void correctedReadingThatArrivesLaterClearsTheItem() {
    store(bad("a", "out-of-range"), bad("b", "out-of-range"));

    ledger.commit(pages.of(Pages.weight("a", "72")), ProvenanceSource.NONE);

    assertThat(keys()).containsExactly("b");
  }

  @Test
  void readingThatTheProviderDeletedClearsTheItem() {
    store(bad("a", "out-of-range"));

    ledger.commit(
        pages.of(List.of(), List.of(new Deletion("body-weight", "a")), List.of()),
        ProvenanceSource.NONE);

    assertThat(keys()).isEmpty();
  }

  @Test
  void readingOfAnotherTypeWithTheSameKeyClearsNothing() {
    store(new QuarantineEntry(Stage.MAP, "bad-unit", "body-fat-mass", "a", "/0", "no unit", null));

    ledger.commit(pages.of(Pages.weight("a", "72")), ProvenanceSource.NONE);

    assertThat(keys()).containsExactly("a");
  }

  @Test
  void resourceThatGoesThroughDoesNotClearWhatElseOfItsReadingFails() {
    ledger.commit(
        pages.of(
            List.of(Pages.weight("a", "72")), List.of(), List.of(bad("a", "invalid-resource"))),
        ProvenanceSource.NONE);

    assertThat(keys()).containsExactly("a");
  }

  @Test
  void samePartAtAnotherPlaceOfAPageStaysOneItem() {
    store(bad("a", "out-of-range"));
    String id = list(QuarantineFilter.ALL).get(0).id().toString();

    store(
        new QuarantineEntry(
            Stage.MAP, "out-of-range", "body-weight", "a", "/7", "value is not usable", null));

    QuarantineItem item = list(QuarantineFilter.ALL).get(0);
    assertThat(list(QuarantineFilter.ALL)).hasSize(1);
    assertThat(item.id()).hasToString(id);
    assertThat(item.occurrences()).isEqualTo(2);
    assertThat(item.pointer()).isEqualTo("/7");
  }

  @Test
  void partThatFailsForAnotherReasonIsNoLongerThereForTheOldOne() {
    store(bad("a", "out-of-range"));

    store(bad("a", "bad-unit"));

    assertThat(list(QuarantineFilter.ALL))
        .extracting(QuarantineItem::reason)
        .containsExactly("bad-unit");
  }

  @Test
  void summaryCountsByKindWithinTheTenant() {
    store(bad("a", "out-of-range"), bad("a", "out-of-range"), bad("b", "out-of-range"));
    store(bad("c", "bad-unit"));
    QuarantineInspection inspection = new QuarantineInspection(DATABASE.database());

    assertThat(inspection.summary(LedgerDatabase.TENANT, connection))
        .extracting(kind -> kind.reason() + " " + kind.items() + " " + kind.occurrences())
        .containsExactly("out-of-range 2 3", "bad-unit 1 1");
    assertThat(inspection.summary(LedgerDatabase.TENANT, ConnectionId.random())).isEmpty();
    assertThat(inspection.summary(new TenantId("other"), null)).isEmpty();
  }

  @Test
  void itemOfAnotherTenantCannotBeInspected() {
    store(bad("a", "out-of-range"));
    QuarantineInspection inspection = new QuarantineInspection(DATABASE.database());
    java.util.UUID id = list(QuarantineFilter.ALL).get(0).id();

    assertThat(inspection.find(LedgerDatabase.TENANT, id).orElseThrow().item().sourceKey())
        .isEqualTo("a");
    assertThat(inspection.find(new TenantId("other"), id)).isEmpty();
  }

  @Test
  void foreignCursorIsAProblem() {
    for (String text : List.of("", "x", "%%%", "bm90IGEgY3Vyc29y")) {
      assertThatThrownBy(() -> QuarantineCursor.parse(text)).isInstanceOf(ProblemException.class);
    }
  }

  private void store(QuarantineEntry... entries) {
    ledger.commit(pages.of(List.of(), List.of(), List.of(entries)), ProvenanceSource.NONE);
  }

  private void store(Pages of, QuarantineEntry... entries) {
    ledger.commit(of.of(List.of(), List.of(), List.of(entries)), ProvenanceSource.NONE);
  }

  private static List<String> places() {
    return DATABASE.column(
        "select pointer || ' ' || occurrences || ' ' || coalesce(page_id::text, 'none')"
            + " from quarantine");
  }

  private static QuarantineEntry keyless(String pointer) {
    return new QuarantineEntry(Stage.MAP, "missing-key", null, null, pointer, "no key", null);
  }

  private static List<String> keys() {
    return DATABASE.column("select source_key from quarantine order by source_key");
  }

  private List<QuarantineItem> list(QuarantineFilter filter) {
    return quarantine.list(LedgerDatabase.TENANT, filter, QuarantineCursor.START, 100).items();
  }

  private static QuarantineEntry bad(String key, String reason) {
    return new QuarantineEntry(
        Stage.MAP, reason, "body-weight", key, "/0", "value is not usable", null);
  }
}
