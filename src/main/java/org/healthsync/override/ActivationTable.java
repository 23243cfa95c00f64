package org.healthsync.override;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsync.override.MappingVersion.Origin;
import org.jspecify.annotations.Nullable;

/** The table {@code mapping_activation} inside the caller's transaction. */
final class ActivationTable {

  // activations take turns, so that a larger number was also committed later
  private static final String LOCK = "select pg_advisory_xact_lock(hashtext('mapping_activation'))";

  private static final String ADD =
      "insert into mapping_activation (name, number, origin, actor, reason, at, tenant_id)"
          + " values (?, ?, ?, ?, ?, ?, ?) returning seq, name, number, origin, actor, reason, at,"
          + " tenant_id";

  private static final String COLUMNS =
      "select seq, name, number, origin, actor, reason, at, tenant_id from mapping_activation"
          + " where name = ?";

  private static final String LAST_SEQUENCE =
      "select coalesce(max(seq), 0) from mapping_activation";

  private static final String ACTIVE =
      "select a.name, v.yaml from (select distinct on (name) name, number from mapping_activation"
          + " order by name, seq desc) a join mapping_version v using (name, number)";

  private ActivationTable() {}

  static void lock(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LOCK)) {
      statement.execute();
    }
  }

  static Activation add(
      Connection database,
      MappingName name,
      @Nullable Integer number,
      Who who,
      String reason,
      Instant now)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      statement.setString(1, name.text());
      statement.setObject(2, number, Types.INTEGER);
      statement.setString(3, who.origin().name());
      statement.setString(4, who.name());
      statement.setString(5, reason);
      statement.setObject(6, now.atOffset(ZoneOffset.UTC));
      statement.setString(7, who.tenantOrNull());
      return read(statement).get(0);
    }
  }

  /** Newest first, with sequence numbers between the two, both excluded. */
  static List<Activation> list(
      Connection database, MappingName name, long after, long before, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        database.prepareStatement(COLUMNS + " and seq > ? and seq < ? order by seq desc limit ?")) {
      statement.setString(1, name.text());
      statement.setLong(2, after);
      statement.setLong(3, before);
      statement.setInt(4, limit);
      return read(statement);
    }
  }

  static Optional<Activation> last(Connection database, MappingName name) throws SQLException {
    return list(database, name, 0, Long.MAX_VALUE, 1).stream().findFirst();
  }

  static long lastSequence(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LAST_SEQUENCE);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The texts at work in the place of shipped mappings. */
  static Map<MappingName, String> active(Connection database) throws SQLException {
    Map<MappingName, String> active = new TreeMap<>();
    try (PreparedStatement statement = database.prepareStatement(ACTIVE);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        active.put(new MappingName(row.getString(1)), row.getString(2));
      }
    }
    return active;
  }

  private static List<Activation> read(PreparedStatement statement) throws SQLException {
    List<Activation> activations = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        activations.add(
            new Activation(
                row.getLong(1),
                new MappingName(row.getString(2)),
                row.getObject(3, Integer.class),
                new Who(
                    Who.tenant(row.getString(8)),
                    row.getString(5),
                    Origin.valueOf(row.getString(4))),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant()));
      }
    }
    return activations;
  }
}
