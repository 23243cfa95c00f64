package org.healthsync.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PageId;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.Tenants;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RawArchiveTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final TenantId WARD = LedgerDatabase.TENANT;
  private static final TenantId BRIEF = new TenantId("brief");
  private static final TenantId OFF = new TenantId("off");
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final Window MARCH =
      new Window(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
  private static final ArchiveSettings SETTINGS =
      new ArchiveSettings(
          Duration.ofDays(30),
          Map.of(WARD, Duration.ofDays(30), BRIEF, Duration.ofDays(2), OFF, Duration.ZERO));

  private final SettableClock clock = new SettableClock(NOON);
  private final Sealer sealer = Sealer.of(Sealer.newKeyset());
  private final RawArchive archive = new RawArchive(DATABASE.database(), sealer, SETTINGS, clock);
  private final ConnectionId connection = DATABASE.connection();

  @Test
  void pageComesBackAsItWasReceived() {
    PageId id = keep(page(WARD, NOON, "{\"weight\": 72.50 }", MARCH, Map.of("signal", "7")));

    ArchivedPage page = archive.find(WARD, id).orElseThrow();

    assertThat(page.raw().payload().utf8()).isEqualTo("{\"weight\": 72.50 }");
    assertThat(page.raw().attributes()).containsExactly(Map.entry("signal", "7"));
    assertThat(page.raw().contentType()).isEqualTo("application/json");
    assertThat(page.raw().fetchedAt()).isEqualTo(NOON);
    assertThat(page.head().window()).isEqualTo(MARCH);
    assertThat(page.head().size()).isEqualTo(18);
    assertThat(page.head().pluginVersion()).isEqualTo("1.0");
    assertThat(page.head().mappingVersion()).isEqualTo("m@1 fhir@1");
  }

  @Test
  void storedBytesAreSealedAndSmallerThanALargePage() {
    String large = "{\"measuregrps\":[" + "{\"value\":72501},".repeat(2000) + "]}";
    PageId id = keep(page(WARD, NOON, large, MARCH, Map.of()));

    String sealed =
        DATABASE
            .column("select encode(sealed, 'escape') from raw_page where id = ?", id.value())
            .get(0);

    assertThat(sealed).doesNotContain("measuregrps").hasSizeLessThan(large.length() / 4);
    Sealer other = Sealer.of(Sealer.newKeyset());
    RawArchive thief = new RawArchive(DATABASE.database(), other, SETTINGS, clock);
    assertThatThrownBy(() -> thief.find(WARD, id)).isInstanceOf(Sealer.BrokenSealException.class);
  }

  @Test
  void pageMovedToAnotherRowDoesNotOpen() {
    PageId one = keep(page(WARD, NOON, "{\"a\":1}", MARCH, Map.of()));
    PageId two = keep(page(WARD, NOON, "{\"b\":2}", MARCH, Map.of()));
    DATABASE.update(
        "update raw_page set sealed = (select sealed from raw_page where id = ?) where id = ?",
        one.value(),
        two.value());

    assertThatThrownBy(() -> archive.find(WARD, two))
        .isInstanceOf(Sealer.BrokenSealException.class);
  }

  @Test
  void anotherTenantFindsNothing() {
    PageId id = keep(page(WARD, NOON, "{}", MARCH, Map.of()));

    assertThat(archive.find(BRIEF, id)).isEmpty();
    assertThat(archive.list(BRIEF, connection, NO_FILTER, PagePlace.START, 10)).isEmpty();
  }

  @Test
  void tenantWithoutRetentionKeepsNothing() {
    assertThat(archive.place(page(OFF, NOON, "{}", null, Map.of()))).isEmpty();
  }

  @Test
  void samePageAgainWithinADayIsTheSamePage() {
    PageId first = keep(page(WARD, NOON, "{\"new\":[]}", null, Map.of()));

    RawArchive.Place again =
        place(page(WARD, NOON.plus(Duration.ofHours(6)), "{\"new\":[]}", null, Map.of()));
    RawArchive.Place tomorrow =
        place(page(WARD, NOON.plus(Duration.ofHours(25)), "{\"new\":[]}", null, Map.of()));
    RawArchive.Place ofAWindow =
        place(page(WARD, NOON.plus(Duration.ofHours(7)), "{\"new\":[]}", MARCH, Map.of()));

    assertThat(again.id()).isEqualTo(first);
    assertThat(again.fetchedAt()).isEqualTo(NOON);
    assertThat(tomorrow.id()).isNotEqualTo(first);
    assertThat(ofAWindow.id()).isNotEqualTo(first);
  }

  @Test
  void samePageAfterAnotherOneIsKeptForTheSakeOfTheOrder() {
    PageId first = keep(page(WARD, NOON, "{\"x\":1}", null, Map.of()));
    keep(page(WARD, NOON.plusSeconds(60), "{\"x\":2}", null, Map.of()));

    assertThat(place(page(WARD, NOON.plusSeconds(120), "{\"x\":1}", null, Map.of())).id())
        .isNotEqualTo(first);
  }

  @Test
  void pagesOfASpanComeNewestFirstAndEachOnce() {
    List<PageId> kept = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Instant at = NOON.plus(Duration.ofDays(i / 2)).plusSeconds(i);
      kept.add(keep(page(WARD, at, "{\"i\":" + i + "}", null, Map.of())));
    }
    Window span = new Window(NOON.plusSeconds(1), NOON.plus(Duration.ofDays(2)).plusSeconds(4));
    List<PageId> met = new ArrayList<>();
    PagePlace place = PagePlace.START;
    Optional<PageHead> next = archive.next(connection, "measures", span, place);
    while (next.isPresent()) {
      met.add(next.get().id());
      place = PagePlace.parse(PagePlace.of(next.get()).toString());
      next = archive.next(connection, "measures", span, place);
    }

    assertThat(met).containsExactly(kept.get(3), kept.get(2), kept.get(1));
    assertThat(archive.list(WARD, connection, NO_FILTER, PagePlace.START, 2))
        .extracting(PageHead::id)
        .containsExactly(kept.get(4), kept.get(3));
  }

  @Test
  void eachTenantsPagesGoWhenTheirTimeEnds() {
    PageId oldest = keep(page(WARD, NOON, "{}", MARCH, Map.of()));
    PageId old = keep(page(WARD, NOON.plus(Duration.ofDays(11)), "{}", MARCH, Map.of()));
    PageId brief = keep(page(BRIEF, NOON.plus(Duration.ofDays(37)), "{}", MARCH, Map.of()));
    PageId fresh = keep(page(BRIEF, NOON.plus(Duration.ofDays(39)), "{}", MARCH, Map.of()));

    clock.advance(Duration.ofDays(40));
    archive.tidy();

    assertThat(archive.find(WARD, old)).isPresent();
    assertThat(archive.find(WARD, oldest)).isEmpty();
    assertThat(archive.find(BRIEF, brief)).isEmpty();
    assertThat(archive.find(BRIEF, fresh)).isPresent();
    assertThat(DATABASE.column("select to_regclass('raw_page_d20260310')::text"))
        .containsExactly((String) null);
    assertThat(DATABASE.column("select to_regclass('raw_page_d20260421')::text"))
        .containsExactly("raw_page_d20260421");
  }

  @Test
  void pageThatComesLaterThanPagesAreKeptNeedsNoDayAnyMore() {
    RawArchive other = new RawArchive(DATABASE.database(), sealer, SETTINGS, clock);
    keep(page(WARD, NOON, "{}", null, Map.of()));
    clock.advance(Duration.ofDays(31));
    other.tidy();

    assertThat(archive.place(page(WARD, NOON, "{\"late\":1}", null, Map.of()))).isEmpty();
    assertThat(
            archive.place(
                page(BRIEF, NOON.plus(Duration.ofDays(28)), "{\"late\":1}", null, Map.of())))
        .as("of its own tenant")
        .isEmpty();
  }

  @Test
  void pageThatWasSentToUsIsKeptForItselfEachTime() {
    NewPage sent = sent(page(WARD, NOON, "{\"sent\":1}", null, Map.of()));
    PageId first = keep(sent);

    assertThat(place(sent).id()).isNotEqualTo(first);
  }

  @Test
  void retentionIsReadForEachTenantAndZeroIsOff() {
    Map<String, String> config =
        Map.of(
            "healthsync.archive.retention", "P10D",
            "healthsync.tenant.brief.archive-retention", "P2D",
            "healthsync.tenant.off.archive-retention", "0");
    ConfigReader reader = new ConfigReader(key -> Optional.ofNullable(config.get(key)));

    ArchiveSettings settings =
        ArchiveSettings.read(reader, new Tenants(java.util.Set.of(WARD, BRIEF, OFF)));
    reader.check();

    assertThat(settings.of(WARD)).isEqualTo(Duration.ofDays(10));
    assertThat(settings.of(BRIEF)).isEqualTo(Duration.ofDays(2));
    assertThat(settings.of(OFF)).isZero();
    assertThat(settings.longest()).isEqualTo(Duration.ofDays(10));
  }

  @Test
  void wrongRetentionIsRefusedWithItsKey() {
    ConfigReader reader = new ConfigReader(key -> Optional.of("a month"));

    ArchiveSettings.read(reader, new Tenants(java.util.Set.of(WARD)));

    assertThatThrownBy(reader::check)
        .hasMessageContaining("healthsync.archive.retention")
        .hasMessageContaining("healthsync.tenant.ward.archive-retention");
  }

  private static final PageFilter NO_FILTER = new PageFilter(null, null, null);

  private PageId keep(NewPage page) {
    RawArchive.Place place = place(page);
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              place.storing().store(transaction);
              return place.id();
            });
    return place.id();
  }

  private RawArchive.Place place(NewPage page) {
    return archive.place(page).orElseThrow();
  }

  private static NewPage sent(NewPage page) {
    return new NewPage(
        page.tenant(),
        page.connection(),
        page.stream(),
        page.request(),
        page.window(),
        page.raw(),
        page.pluginVersion(),
        page.mappingVersion(),
        false);
  }

  private NewPage page(
      TenantId tenant,
      Instant at,
      String payload,
      @Nullable Window window,
      Map<String, String> attributes) {
    return new NewPage(
        tenant,
        connection,
        "measures",
        RequestId.random(),
        window,
        new RawPage("measures", Payload.of(payload), "application/json", attributes, at),
        "1.0",
        "m@1 fhir@1",
        true);
  }
}
