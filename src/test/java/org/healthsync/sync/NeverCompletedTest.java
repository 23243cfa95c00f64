package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.Test;

class NeverCompletedTest {

  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  private final LedgerDatabase database = LedgerDatabase.create();
  private final SettableClock clock = new SettableClock(NOW);
  private final NeverCompleted chore =
      new NeverCompleted(database.database(), new Audit(clock), clock);

  @Test
  void onlyWhatIsStillPendingAfterADayIsRemoved() {
    ConnectionId old = begun("PENDING", 25);
    ConnectionId fresh = begun("PENDING", 23);
    ConnectionId active = begun("ACTIVE", 25);

    chore.remove(Duration.ofDays(1));

    assertThat(database.column("select id from connection"))
        .containsExactlyInAnyOrder(fresh.toString(), active.toString());
    assertThat(database.column("select subject || ' ' || action from audit"))
        .containsExactly(old + " connection-never-completed");
  }

  @Test
  void allAreRemovedHoweverManyTheyAre() {
    database.update(
        "insert into connection (id, tenant_id, user_id, provider, region, status, return_url,"
            + " created_at, updated_at, version) select gen_random_uuid(), 'ward', 'ann',"
            + " 'withings', 'eu', 'PENDING', '', ?::timestamptz, now(), 1"
            + " from generate_series(1, 2500)",
        NOW.minus(Duration.ofHours(25)).toString());

    chore.remove(Duration.ofDays(1));

    assertThat(database.column("select id from connection")).isEmpty();
    assertThat(database.column("select distinct subject from audit")).hasSize(2500);
  }

  private ConnectionId begun(String status, int hours) {
    ConnectionId id = database.connection();
    database.update(
        "update connection set status = ?, created_at = ?::timestamptz where id = ?",
        status,
        NOW.minus(Duration.ofHours(hours)).toString(),
        id.value());
    return id;
  }
}
