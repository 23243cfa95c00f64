package org.healthsync.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** Puts what the ledger holds into the outbox again. Works inside the caller's transaction. */
public final class Redelivery {

  // locked, so that a newer version that is being stored gets its place behind this one
  private static final String CURRENT =
      "select l.resource_type, l.resource_id, l.reading_type, l.version, l.body,"
          + " coalesce(l.page_at, l.changed_at) from ledger l"
          + " join unnest(?::text[], ?::uuid[]) as k (type, id)"
          + " on l.resource_type = k.type and l.resource_id = k.id where l.tenant_id = ?"
          + " and not exists (select 1 from outbox o where o.tenant_id = l.tenant_id"
          + "  and o.resource_type = l.resource_type and o.resource_id = l.resource_id"
          + "  and o.connection_id = ? and not ?)"
          + " order by l.resource_type, l.resource_id for update of l";

  private static final String ADD =
      "insert into outbox (tenant_id, connection_id, fetched_at, created_at, resource_type,"
          + " resource_id, reading_type, version, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /**
   * Queues the current versions of resources for a connection; what its outbox holds already is
   * left alone.
   *
   * @param references such as {@code Observation/<id>}
   * @return how many were queued
   */
  public int queue(
      Connection transaction,
      TenantId tenant,
      ConnectionId connection,
      List<String> references,
      Instant now)
      throws SQLException {
    Asked asked = new Asked(tenant, connection, references, false);
    return add(transaction, asked, now);
  }

  /** As {@link #queue}, also what the outbox holds already: that may be under way. */
  public int queueBehind(
      Connection transaction,
      TenantId tenant,
      ConnectionId connection,
      List<String> references,
      Instant now)
      throws SQLException {
    Asked asked = new Asked(tenant, connection, references, true);
    return add(transaction, asked, now);
  }

  private static int add(Connection transaction, Asked asked, Instant now) throws SQLException {
    List<Version> versions = ordered(current(transaction, asked));
    try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
      for (Version version : versions) {
        statement.setString(1, asked.tenant().value());
        statement.setObject(2, asked.connection().value());
        statement.setObject(3, version.fetchedAt());
        statement.setObject(4, Writing.utc(now));
        statement.setString(5, version.type());
        statement.setObject(6, version.id());
        statement.setString(7, version.reading());
        statement.setInt(8, version.number());
        statement.setBytes(9, version.body());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return versions.size();
  }

  // what refers to members comes after them, what refers to both after that
  private static List<Version> ordered(List<Version> versions) {
    return versions.stream()
        .sorted(Comparator.comparing(Version::type).thenComparing(Version::hasMembers))
        .toList();
  }

  private static List<Version> current(Connection transaction, Asked asked) throws SQLException {
    List<ResourceKey> keys = asked.references().stream().map(Redelivery::key).toList();
    try (PreparedStatement statement = transaction.prepareStatement(CURRENT)) {
      new Columns<>(statement, 1, keys)
          .values("text", ResourceKey::resourceType)
          .values("uuid", ResourceKey::id);
      statement.setString(3, asked.tenant().value());
      statement.setObject(4, asked.connection().value());
      statement.setBoolean(5, asked.behind());
      List<Version> versions = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          versions.add(
              new Version(
                  row.getString(1),
                  row.getObject(2, UUID.class),
                  row.getString(3),
                  row.getInt(4),
                  StoredBody.unpack(row.getBytes(5)),
                  row.getObject(6, OffsetDateTime.class)));
        }
      }
      return versions;
    }
  }

  private static ResourceKey key(String reference) {
    int slash = reference.indexOf('/');
    return new ResourceKey(
        reference.substring(0, slash), UUID.fromString(reference.substring(slash + 1)));
  }

  private record Asked(
      TenantId tenant, ConnectionId connection, List<String> references, boolean behind) {}

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
  private record Version(
      String type, UUID id, String reading, int number, byte[] body, OffsetDateTime fetchedAt) {

    boolean hasMembers() {
      return new String(body, StandardCharsets.UTF_8).contains("\"hasMember\"");
    }
  }
}
