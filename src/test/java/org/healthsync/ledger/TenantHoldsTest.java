package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.ledger.LedgerDatabase.TENANT;

import java.time.Instant;
import java.util.stream.IntStream;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantHoldsTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  private final TenantHolds holds =
      new TenantHolds(DATABASE.database(), (transaction, tenant) -> {});

  @BeforeEach
  void empty() {
    DATABASE.update("delete from outbox");
    DATABASE.update("delete from ledger");
    DATABASE.update("delete from tenant_hold");
  }

  @Test
  void tenantIsHeldFromTheLimitOnAndLetGoBelowFourFifthsOfIt() {
    store(9);
    assertThat(look()).isFalse();
    store(1);
    assertThat(look()).isTrue();

    drop(1);
    assertThat(look()).as("9 of 10").isTrue();
    drop(1);
    assertThat(look()).as("8 of 10").isTrue();
    drop(1);
    assertThat(look()).as("7 of 10").isFalse();
    store(2);
    assertThat(look()).as("9 of 10 again, from below").isFalse();
  }

  @Test
  void allReplicasKnowOfTheHoldAndOtherTenantsAreNotHeld() {
    store(10);
    look();
    drop(1);

    assertThat(
            new TenantHolds(DATABASE.database(), (transaction, tenant) -> {})
                .look(TENANT, 10, 8, NOW))
        .isZero();
    assertThat(holds.look(new TenantId("other"), 10, 8, NOW)).isEqualTo(10);
    assertThat(DATABASE.column("select tenant_id from tenant_hold")).containsExactly("ward");
  }

  private boolean look() {
    return holds.look(TENANT, 10, 8, NOW) == 0;
  }

  private static void store(int number) {
    ConnectionId connection = DATABASE.connection();
    new Ledger(DATABASE.database(), new SettableClock(NOW))
        .commit(
            new Pages(DATABASE.claim(connection))
                .of(
                    IntStream.range(0, number)
                        .mapToObj(i -> Pages.weight(connection + "/" + i, "72"))
                        .toArray(LedgerEntry[]::new)),
            ProvenanceSource.NONE);
  }

  private static void drop(int number) {
    DATABASE.update(
        "delete from outbox where seq in (select seq from outbox order by seq limit ?)", number);
  }
}
