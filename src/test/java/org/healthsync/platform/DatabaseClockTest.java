package org.healthsync.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseClockTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Duration CLOSE = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "PT-10M", "PT3H", "PT2.5S"})
  void machineThatDoesNotKeepTimeHasTheDatabasesOnce(String wrongBy) {
    DatabaseClock clock =
        new DatabaseClock(Clock.offset(Clock.systemUTC(), Duration.parse(wrongBy)), dataSource());

    assertThat(Duration.between(databaseTime(), clock.instant()))
        .isCloseTo(Duration.parse(wrongBy), CLOSE);
    clock.follow();
    assertThat(Duration.between(databaseTime(), clock.instant())).isCloseTo(Duration.ZERO, CLOSE);
    assertThat(clock.offset()).isCloseTo(Duration.parse(wrongBy).negated(), CLOSE);
  }

  @Test
  void clockThatIsRightStaysAsItIs() {
    // the server of this test runs on this machine
    DatabaseClock clock = new DatabaseClock(Clock.systemUTC(), dataSource());
    clock.follow();
    clock.follow();

    assertThat(clock.offset()).isZero();
  }

  @Test
  void changeOfTheMachinesClockIsMadeGoodByTheNextLook() {
    SettableClock own = new SettableClock(databaseTime());
    DatabaseClock clock = new DatabaseClock(own, dataSource());
    clock.follow();
    own.advance(Duration.ofHours(1));
    clock.follow();

    assertThat(Duration.between(databaseTime(), clock.instant())).isCloseTo(Duration.ZERO, CLOSE);
  }

  @Test
  void goesOnByWhatIsKnownWhileTheDatabaseIsAway() {
    PGSimpleDataSource away = new PGSimpleDataSource();
    away.setServerNames(new String[] {"127.0.0.1"});
    away.setPortNumbers(new int[] {1});
    Clock own = Clock.fixed(Instant.parse("2026-03-10T08:00:00Z"), ZoneOffset.UTC);
    DatabaseClock clock = new DatabaseClock(own, away);
    clock.follow();

    assertThat(clock.instant()).isEqualTo(own.instant());
  }

  @Test
  void viewInAnotherZoneFollowsWithIt() {
    DatabaseClock clock =
        new DatabaseClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)), dataSource());
    Clock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
    clock.follow();

    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(Duration.between(databaseTime(), berlin.instant())).isCloseTo(Duration.ZERO, CLOSE);
  }

  private static DataSource dataSource() {
    return DATABASE.database().dataSource();
  }

  private static Instant databaseTime() {
    try (var connection = dataSource().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
