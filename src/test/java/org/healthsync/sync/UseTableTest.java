package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.healthsync.fetch.UseRecord;
import org.healthsync.ledger.TestServer;
import org.healthsync.platform.Database;
import org.healthsync.platform.Migrations;
import org.healthsync.platform.ProviderId;
import org.junit.jupiter.api.Test;

final class UseTableTest {

  private static final ProviderId ZOO = new ProviderId("zoo");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final DataSource DATABASE = migrated();

  private final UseTable uses = new UseTable(new Database(DATABASE));

  @Test
  void clientIdThatWasNeverUsedIsUnusedForever() {
    uses.announce(ZOO, "used", HOUR);
    assertThat(uses.unused(ZOO, "never")).isEqualTo(UseRecord.ALWAYS);
    assertThat(uses.unused(new ProviderId("farm"), "used")).isEqualTo(UseRecord.ALWAYS);
  }

  @Test
  void announcedClientIdMayBeInUse() {
    uses.announce(ZOO, "soon", HOUR);
    assertThat(uses.unused(ZOO, "soon")).isZero();
  }

  @Test
  void useThatIsOverIsUnusedSince() {
    uses.announce(ZOO, "over", HOUR.negated());
    assertThat(uses.unused(ZOO, "over")).isBetween(HOUR, HOUR.plusMinutes(5));
  }

  @Test
  void announcementTakesNoOtherBack() {
    uses.announce(ZOO, "both", HOUR);
    uses.announce(ZOO, "both", HOUR.negated());
    assertThat(uses.unused(ZOO, "both")).isZero();
  }

  @Test
  void restoredDatabaseCanBeToldThatAnythingMayHaveBeenUsed() throws SQLException {
    DataSource restored = TestServer.newDatabase("restored_uses");
    new Migrations(restored).apply();
    UseTable there = new UseTable(new Database(restored));
    there.announce(ZOO, "before", HOUR.negated());
    try (Connection connection = restored.getConnection();
        Statement statement = connection.createStatement()) {
      // as docs/operations.md says; may be said again
      for (int i = 0; i < 2; i++) {
        statement.execute(
            """
            insert into client_use values ('*', '*', now())
              on conflict (provider, client) do update set used_until = excluded.used_until
            """);
      }
    }
    assertThat(there.unused(ZOO, "before")).isLessThan(Duration.ofMinutes(5));
    assertThat(there.unused(ZOO, "never")).isLessThan(Duration.ofMinutes(5));
  }

  private static DataSource migrated() {
    DataSource database = TestServer.newDatabase("uses");
    new Migrations(database).apply();
    return database;
  }
}
