package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** Which readings came from a record of a provider. */
public final class SourceKeys {

  private static final String OF_RECORD =
      "select distinct stream, source_key from ledger where tenant_id = ? and connection_id = any(?)"
          + " and reading_type = ? and (source_key = ? or starts_with(source_key, ? || '/'))"
          + " and state <> 'DELETED' order by stream, source_key";

  private SourceKeys() {}

  /**
   * A reading that we have.
   *
   * @param stream what it was read from
   * @param sourceKey its own key
   */
  public record Known(String stream, String sourceKey) {}

  /**
   * Readings of a type, of the account of the connection, whose key is that of the record, or
   * begins with it and a slash.
   */
  public static List<Known> ofRecord(
      Connection database, TenantId tenant, ConnectionId connection, String type, String key)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(OF_RECORD)) {
      statement.setString(1, tenant.value());
      statement.setArray(2, new SameAccount(database, tenant.value(), connection.value()).ids());
      statement.setString(3, type);
      String stored = StoredText.sourceKey(key);
      statement.setString(4, stored);
      statement.setString(5, stored);
      List<Known> known = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.add(new Known(row.getString(1), row.getString(2)));
        }
      }
      return known;
    }
  }
}
