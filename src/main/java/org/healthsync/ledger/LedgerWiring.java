package org.healthsync.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.healthsync.platform.Database;

/** Makes the ledger's classes injectable. */
@ApplicationScoped
class LedgerWiring {

  @Produces
  @Singleton
  Ledger ledger(Database database, Clock clock) {
    return new Ledger(database, clock);
  }

  @Produces
  @Singleton
  StreamStates streamStates(Database database, Clock clock) {
    return new StreamStates(database, clock);
  }

  @Produces
  @Singleton
  Outbox outbox(Database database) {
    return new Outbox(database);
  }

  @Produces
  @Singleton
  Quarantine quarantine(Database database) {
    return new Quarantine(database);
  }

  @Produces
  @Singleton
  QuarantineInspection quarantineInspection(Database database) {
    return new QuarantineInspection(database);
  }

  @Produces
  @Singleton
  SyncCounters syncCounters(Database database) {
    return new SyncCounters(database);
  }
}
