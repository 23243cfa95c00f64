package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.platform.TenantId;

/** A migrated database of a test class on one PostgreSQL that all test classes share. */
public final class LedgerDatabase {

  /** The tenant of all rows. */
  public static final TenantId TENANT = new TenantId("ward");

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Database database;

  private LedgerDatabase(Database database) {
    this.database = database;
  }

  /** A new one with a tenant and a user. */
  public static LedgerDatabase create() {
    LedgerDatabase created = createAt("latest");
    created.update("insert into tenant (id) values ('ward')");
    created.update(
        "insert into app_user values ('ward', 'ann', 'Patient/p1', 'UTC', now(), now(), 1)");
    return created;
  }

  /** A new, empty one with the schema of that version. */
  static LedgerDatabase createAt(String version) {
    Database database = new Database(TestServer.newDatabase("ledger" + COUNT.incrementAndGet()));
    Flyway.configure().dataSource(database.dataSource()).target(version).load().migrate();
    return new LedgerDatabase(database);
  }

  /** Transactions on it. */
  public Database database() {
    return database;
  }

  /** A new active connection of the one user. */
  public ConnectionId connection() {
    ConnectionId id = ConnectionId.random();
    update(
        "insert into connection (id, tenant_id, user_id, provider, region, status, return_url,"
            + " created_at, updated_at, version)"
            + " values (?, 'ward', 'ann', 'withings', 'eu', 'ACTIVE', '', now(), now(), 1)",
        id.value());
    return id;
  }

  /** Claims a connection. */
  public Claim claim(ConnectionId connection) {
    return database.inTransaction(transaction -> Claim.take(transaction, connection, "test"));
  }

  /** A new run with one open request. */
  public RunId run(ConnectionId connection, RequestId request) {
    RunId run = new RunId(java.util.UUID.randomUUID());
    update(
        "insert into sync_run (id, tenant_id, connection_id, status, lane, reason, created_at)"
            + " values (?, 'ward', ?, 'RUNNING', 'SCHEDULED', 'test', now())",
        run.value(),
        connection.value());
    update(
        "insert into sync_request (id, tenant_id, connection_id, stream, lane, created_at)"
            + " values (?, 'ward', ?, 'measures', 'SCHEDULED', now()) on conflict do nothing",
        request.value(),
        connection.value());
    update(
        "insert into sync_run_request (run_id, request_id, stream) values (?, ?, 'measures')",
        run.value(),
        request.value());
    return run;
  }

  /** Runs one statement. */
  public int update(String sql, Object... parameters) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
          }
        });
  }

  /** The first column of all rows as text. */
  public List<String> column(String sql, Object... parameters) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            bind(statement, parameters);
            List<String> values = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                values.add(row.getString(1));
              }
            }
            return values;
          }
        });
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
