package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsync.platform.ConnectionId;
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
      QuarantineCursor from = QuarantineCursor.parse(next.toString());
      QuarantinePage page = quarantine.list(LedgerDatabase.TENANT, QuarantineFilter.ALL, from, 3);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      page.items().forEach(item -> keys.add(String.valueOf(item.sourceKey())));
      next = page.next();
    }

    assertThat(keys)
        .containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4", "k5", "k6")
        .doesNotHaveDuplicates();
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

  private List<QuarantineItem> list(QuarantineFilter filter) {
    return quarantine.list(LedgerDatabase.TENANT, filter, QuarantineCursor.START, 100).items();
  }

  private static QuarantineEntry bad(String key, String reason) {
    return new QuarantineEntry(
        Stage.MAP, reason, "body-weight", key, "/0", "value is not usable", null);
  }
}
