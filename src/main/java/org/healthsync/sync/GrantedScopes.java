package org.healthsync.sync;

import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;

/** What people allow, when they change it at the provider. */
final class GrantedScopes {

  private static final String REPLACE =
      "update connection set granted_scopes = ?, updated_at = ?, version = version + 1"
          + " where id = ? and tenant_id = ? and status = 'ACTIVE' and granted_scopes <> ?";

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  GrantedScopes(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** Notes all that is allowed now; streams that need more are left out from the next turn on. */
  void replace(TenantId tenant, ConnectionId connection, Set<String> permissions) {
    // as the stage connect writes them: sorted, separated by blanks
    String scopes = String.join(" ", new TreeSet<>(permissions));
    database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(REPLACE)) {
            statement.setString(1, scopes);
            statement.setTimestamp(2, Timestamp.from(clock.instant()));
            statement.setObject(3, connection.value());
            statement.setString(4, tenant.value());
            statement.setString(5, scopes);
            if (statement.executeUpdate() > 0) {
              audit.write(
                  transaction, tenant, "notify", "scopes-changed", connection.toString(), "");
            }
            return connection;
          }
        });
  }
}
