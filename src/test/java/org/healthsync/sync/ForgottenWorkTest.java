package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.healthsync.ledger.Ledger;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.Pages;
import org.healthsync.ledger.ProvenanceSource;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.RequestId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgottenWorkTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  private final ForgottenWork forgotten = new ForgottenWork(DATABASE.database());

  @BeforeEach
  void empty() {
    for (String table : new String[] {"scheduled_tasks", "outbox", "sync_request"}) {
      DATABASE.update("delete from " + table);
    }
  }

  @Test
  void everyConnectionWithSomethingToDeliverIsQueuedOnce() {
    ConnectionId one = committed(3);
    ConnectionId other = committed(2);

    assertThat(forgotten.wake()).isEqualTo(2);
    assertThat(queued("deliver")).containsExactlyInAnyOrder(one.toString(), other.toString());
    assertThat(forgotten.wake()).as("nothing is forgotten now").isZero();
  }

  @Test
  void deliveryThatIsQueuedStaysAsItIs() {
    committed(1);
    forgotten.wake();
    DATABASE.update("update scheduled_tasks set execution_time = '2030-01-01T00:00:00Z'");
    ConnectionId other = committed(1);

    assertThat(forgotten.wake()).isOne();
    assertThat(
            DATABASE.column(
                "select task_instance from scheduled_tasks where execution_time < '2030-01-01'"))
        .containsExactly(other.toString());
  }

  @Test
  void connectionWithRequestsIsQueuedOnce() {
    ConnectionId connection = DATABASE.connection();
    DATABASE.run(connection, new RequestId(UUID.randomUUID()));

    assertThat(forgotten.wake()).isOne();
    assertThat(queued("sync")).containsExactly(connection.toString());
    assertThat(DATABASE.column("select distinct tenant from scheduled_tasks"))
        .containsExactly("ward");
  }

  private static ConnectionId committed(int readings) {
    ConnectionId connection = DATABASE.connection();
    Ledger ledger = new Ledger(DATABASE.database(), new SettableClock(NOW));
    for (int i = 0; i < readings; i++) {
      ledger.commit(
          new Pages(DATABASE.claim(connection)).of(Pages.weight(connection + "/" + i, "72")),
          ProvenanceSource.NONE);
    }
    return connection;
  }

  private static List<String> queued(String task) {
    return DATABASE.column(
        "select task_instance from scheduled_tasks where task_name = ? order by 1", task);
  }
}
