package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ClaimLostException;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  private final Coverage coverage = new Coverage(DATABASE.database());
  private final ConnectionId connection = DATABASE.connection();
  private final Claim claim = DATABASE.claim(connection);

  @Test
  void windowsThatTouchBecomeOneSpanAndGapsStay() {
    coverage.readWindow(claim, "measures", days(1, 3));
    coverage.readWindow(claim, "measures", days(5, 6));
    coverage.readWindow(claim, "measures", days(3, 4));

    assertThat(of().covered()).containsExactly(days(1, 4), days(5, 6));
    assertThat(of().ownUntil()).isNull();
  }

  @Test
  void ownCursorShowsFromItsFirstReadingAndGoesOnWithoutAGap() {
    new Ledger(DATABASE.database(), new SettableClock(NOW))
        .commit(
            new Pages(claim).of(Pages.weight("a" + connection, "72", false, day(2))),
            ProvenanceSource.NONE);

    coverage.readStream(claim, "measures", day(6), day(6));
    coverage.readWindow(claim, "measures", days(20, 21));
    coverage.readStream(claim, "measures", day(9), day(9));

    assertThat(of().covered()).containsExactly(days(2, 9), days(20, 21));
    assertThat(of().ownUntil()).isEqualTo(day(9));
  }

  @Test
  void ownCursorThatFoundNothingShowsNoMoreThanItLookedBack() {
    coverage.readStream(claim, "measures", day(9), day(7));

    assertThat(of().covered()).containsExactly(days(7, 9));
  }

  @Test
  void givenUpWindowIsForgottenWhereItIsReadLater() {
    fail(days(1, 5));
    assertThat(of().failed()).containsExactly(days(1, 5));
    assertThat(of().failedCode()).isEqualTo("TIMEOUT");

    coverage.readWindow(claim, "measures", days(2, 3));
    assertThat(of().failed()).containsExactly(days(1, 2), days(3, 5));

    fail(days(2, 3));
    assertThat(of().failed()).as("what was read stays read").hasSize(2);
  }

  @Test
  void workerThatWasReplacedNotesNothing() {
    Claim old = DATABASE.claim(connection);
    DATABASE.claim(connection);

    assertThatThrownBy(() -> coverage.readWindow(old, "measures", days(1, 2)))
        .isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> coverage.readStream(old, "measures", day(2), day(1)))
        .isInstanceOf(ClaimLostException.class);
    assertThat(coverage.of(connection)).isEmpty();
  }

  @Test
  void readingsAreCountedByDayAndTypeWithinTheTenant() {
    String key = connection.toString();
    Ledger ledger = new Ledger(DATABASE.database(), new SettableClock(NOW));
    ledger.commit(
        new Pages(claim)
            .of(
                Pages.weight("a" + key, "72", false, day(1)),
                Pages.weight("b" + key, "73", false, day(1).plus(Duration.ofHours(23))),
                Pages.weight("c" + key, "74", false, day(3)),
                Pages.weight("d" + key, "75", false, day(4)),
                Pages.device("scale" + key, "Scale")),
        ProvenanceSource.NONE);
    ledger.commit(
        new Pages(claim).of(List.of(), List.of(new Deletion("body-weight", "c" + key)), List.of()),
        ProvenanceSource.NONE);
    List<Instant> bounds = List.of(day(1), day(2), day(3), day(4));

    assertThat(coverage.found(LedgerDatabase.TENANT, connection, "measures", bounds))
        .containsExactly(new FoundReadings(0, "body-weight", 2, 2));
    assertThat(coverage.found(new TenantId("other"), connection, "measures", bounds)).isEmpty();
  }

  @Test
  void readingsOfAnEarlierConnectionOfTheAccountAreTheAccounts() {
    ConnectionId again = DATABASE.connection();
    String key = connection.toString();
    DATABASE.update("update connection set status = 'REVOKED' where id = ?", connection.value());
    DATABASE.update(
        "update connection set account_id = ? where id in (?, ?)",
        key,
        connection.value(),
        again.value());
    new Ledger(DATABASE.database(), new SettableClock(NOW))
        .commit(
            new Pages(claim).of(Pages.weight("a" + key, "72", false, day(1))),
            ProvenanceSource.NONE);
    List<Instant> bounds = List.of(day(1), day(2));

    assertThat(coverage.found(LedgerDatabase.TENANT, again, "measures", bounds))
        .containsExactly(new FoundReadings(0, "body-weight", 1, 1));
    assertThat(coverage.found(new TenantId("other"), again, "measures", bounds)).isEmpty();
    List<SourceKeys.Known> known =
        DATABASE
            .database()
            .inTransaction(
                transaction ->
                    SourceKeys.ofRecord(
                        transaction, LedgerDatabase.TENANT, again, "body-weight", "a" + key));
    assertThat(known).containsExactly(new SourceKeys.Known("measures", "a" + key));
  }

  private void fail(Window window) {
    DATABASE
        .database()
        .inTransaction(
            transaction -> {
              Coverage.failed(transaction, connection, "measures", window, "TIMEOUT");
              return true;
            });
  }

  private StreamCoverage of() {
    return coverage.of(connection).getOrDefault("measures", StreamCoverage.NOTHING);
  }

  private static Window days(int from, int to) {
    return new Window(day(from), day(to));
  }

  private static Instant day(int number) {
    return Instant.parse("2026-02-28T00:00:00Z").plus(Duration.ofDays(number));
  }
}
