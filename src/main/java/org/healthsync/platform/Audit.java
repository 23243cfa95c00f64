package org.healthsync.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to what, for ever. An entry is written in the transaction of what it tells of, so
 * neither is there without the other.
 */
public final class Audit {

  private static final String INSERT =
      "insert into audit (at, tenant_id, actor, action, subject, detail) values (?, ?, ?, ?, ?, ?)";

  private final Clock clock;

  /** Takes the time of entries from {@code clock}. */
  public Audit(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds an entry.
   *
   * @param database the open transaction
   * @param tenant for whom it was done; null for what concerns the service as a whole
   * @param actor token subject of the caller, or the stage that acted by itself
   * @param action stable word such as {@code connection-revoked}
   * @param subject id of what was acted on; no personal data
   * @param detail stable code, may be empty; no secrets, no health values
   */
  public void write(
      Connection database,
      @Nullable TenantId tenant,
      String actor,
      String action,
      String subject,
      String detail)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(INSERT)) {
      statement.setTimestamp(1, Timestamp.from(clock.instant()));
      statement.setString(2, tenant == null ? null : tenant.value());
      statement.setString(3, actor);
      statement.setString(4, action);
      statement.setString(5, subject);
      statement.setString(6, detail);
      statement.executeUpdate();
    }
  }
}
