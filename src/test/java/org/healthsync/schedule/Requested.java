package org.healthsync.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** The requests of a connection of its own. */
final class Requested {

  static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  final SyncRequests requests = new SyncRequests();
  final SyncRuns runs = new SyncRuns();
  final ConnectionId connection;
  private final LedgerDatabase database;

  Requested(LedgerDatabase database) {
    this.database = database;
    this.connection = database.connection();
  }

  RequestId add(String stream, Lane lane) {
    return add(stream, null, lane, NOW);
  }

  RequestId add(String stream, @Nullable Window window, Lane lane, Instant at) {
    return inTransaction(
        transaction ->
            requests.add(transaction, wanted(stream, window, lane), newRun(transaction), at));
  }

  SyncRequests.Wanted wanted(String stream, @Nullable Window window, Lane lane) {
    return new SyncRequests.Wanted(LedgerDatabase.TENANT, connection, stream, window, lane);
  }

  RunId newRun(Connection transaction) throws SQLException {
    return runs.create(transaction, LedgerDatabase.TENANT, connection, Lane.WEBHOOK, "test", NOW);
  }

  void start(RequestId request) {
    inTransaction(
        transaction -> {
          requests.start(transaction, request, NOW);
          return true;
        });
  }

  void remove(RequestId request) {
    inTransaction(
        transaction -> {
          requests.remove(transaction, request);
          return true;
        });
  }

  SyncRequest find(RequestId request) {
    return inTransaction(transaction -> requests.find(transaction, request)).orElseThrow();
  }

  List<SyncRequest> all() {
    return inTransaction(transaction -> requests.all(transaction, connection));
  }

  List<RequestId> ids() {
    return all().stream().map(SyncRequest::id).toList();
  }

  <T> T inTransaction(Database.Work<T> work) {
    return database.database().inTransaction(work);
  }
}
