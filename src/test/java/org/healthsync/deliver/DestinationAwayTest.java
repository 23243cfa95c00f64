package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.deliver.DeliveryFixture.PLENTY;
import static org.healthsync.deliver.DeliveryFixture.observation;
import static org.healthsync.ledger.Pages.weight;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A FHIR server that is away for a day, seen by two replicas on one database. */
class DestinationAwayTest {

  private static final LedgerDatabase DATABASE = LedgerDatabase.create();
  private static final int CONNECTIONS = 5;

  private final DeliveryFixture fixture = new DeliveryFixture(DATABASE);
  private final FhirStub server = fixture.server;
  private final List<DeliveryJob> replicas = List.of(fixture.job(), fixture.job());
  private final DeliveryStates states = new DeliveryStates(DATABASE.database());
  private final List<ConnectionId> connections = new ArrayList<>();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void serverThatIsAwayForADayIsAskedByOneAtATimeAndThenEverythingArrivesInOrder() {
    for (int i = 0; i < CONNECTIONS; i++) {
      ConnectionId connection = DATABASE.connection();
      connections.add(connection);
      fixture.store(connection, weight("c" + i, "1"));
      fixture.store(connection, weight("c" + i, "2"), weight("d" + i, "3"));
    }
    Instant back = fixture.clock.instant().plus(Duration.ofDays(1));
    int asked = 0;
    while (fixture.clock.instant().isBefore(back)) {
      server.next(FhirStub.status(503));
      int before = server.bundles();
      workOnAllThatIsDue();
      assertThat(server.bundles() - before).as("one probe in the cluster").isLessThanOrEqualTo(1);
      asked += server.bundles() - before;
      fixture.clock.advance(Duration.ofMinutes(30));
      server.forgetFaults();
    }
    assertThat(asked).as("once in each of our steps").isBetween(34, 48);
    assertThat(server.resources()).isEmpty();

    for (int i = 0; i < 40 && !outboxIsEmpty(); i++) {
      workOnAllThatIsDue();
      fixture.clock.advance(Duration.ofSeconds(30));
    }

    assertThat(server.resources()).hasSize(2 * CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(server.versions(observation("c" + i)))
          .singleElement()
          .asString()
          .contains("\"value\":2}");
    }
    assertThat(outboxIsEmpty()).isTrue();
  }

  private void workOnAllThatIsDue() {
    List<ConnectionId> due = states.due(fixture.clock.instant(), 100);
    for (int i = 0; i < due.size(); i++) {
      replicas.get(i % replicas.size()).drain(due.get(i), PLENTY);
    }
  }

  private static boolean outboxIsEmpty() {
    return DATABASE.column("select 1 from outbox limit 1").isEmpty();
  }
}
