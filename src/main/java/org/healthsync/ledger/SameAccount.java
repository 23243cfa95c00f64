package org.healthsync.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an account, one after the other, of which the given one is the last. What they
 * brought is the account's: a resource has the same id whichever of them read it, and stays with
 * the one that read it first. Looked up once for a transaction, and only when it is needed.
 */
final class SameAccount {

  private static final String IDS =
      "select c.id from connection own join connection c on c.tenant_id = own.tenant_id"
          + " and c.provider = own.provider and c.account_id = own.account_id"
          + " where own.id = ? and own.tenant_id = ? and c.id <> own.id";

  private final Connection database;
  private final String tenant;
  private final UUID connection;
  private @Nullable Array ids;

  SameAccount(Connection database, String tenant, UUID connection) {
    this.database = database;
    this.tenant = tenant;
    this.connection = connection;
  }

  /** For {@code connection_id = any(?)}; the connection itself is always among them. */
  Array ids() throws SQLException {
    Array known = ids;
    if (known == null) {
      known = database.createArrayOf("uuid", read().toArray());
      ids = known;
    }
    return known;
  }

  private List<UUID> read() throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(IDS)) {
      statement.setObject(1, connection);
      statement.setString(2, tenant);
      List<UUID> all = new ArrayList<>(List.of(connection));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(row.getObject(1, UUID.class));
        }
      }
      return all;
    }
  }
}
