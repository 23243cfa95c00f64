package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.healthsync.platform.RequestId;

/** The table {@code outbox} inside one transaction. */
final class OutboxTable {

  // "with ordinality" and the order by it make seq rise in the order of the versions
  private static final String ADD =
      "insert into outbox (tenant_id, connection_id, request_id, fetched_at, created_at,"
          + " resource_type, resource_id, reading_type, version, source_at, body)"
          + " select ?, ?, ?, ?, ?, v.type, v.id, v.reading, v.version, v.source, v.body"
          + " from unnest(?::text[], ?::uuid[], ?::text[], ?::int[], ?::timestamptz[], ?::bytea[])"
          + " with ordinality as v (type, id, reading, version, source, body, place)"
          + " order by v.place";

  // locked in one order, so that two that store newer versions do not wait for each other
  private static final String SUPERSEDE =
      "with newer as (select * from unnest(?::text[], ?::uuid[], ?::int[], ?::bytea[])"
          + "  as n (type, id, version, body)),"
          + " stale as (select o.seq, n.version, n.body from newer n join outbox o"
          + "  on o.tenant_id = ? and o.resource_type = n.type and o.resource_id = n.id"
          + "  where o.connection_id <> ? and o.version < n.version order by o.seq for update of o)"
          + " update outbox o set version = s.version, body = s.body from stale s"
          + " where o.seq = s.seq";

  private OutboxTable() {}

  static void add(Writing writing, List<ResourceVersion> versions) throws SQLException {
    if (versions.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = writing.database().prepareStatement(ADD)) {
      RequestId request = writing.origin().request();
      statement.setString(1, writing.tenant());
      statement.setObject(2, writing.connectionId());
      statement.setObject(3, request == null ? null : request.value(), Types.OTHER);
      statement.setObject(4, Writing.utc(writing.origin().fetchedAt()));
      statement.setObject(5, writing.utcNow());
      new Columns<>(statement, 6, versions)
          .values("text", ResourceVersion::resourceType)
          .values("uuid", ResourceVersion::id)
          .values("text", ResourceVersion::readingType)
          .values("int4", ResourceVersion::version)
          .values("timestamptz", ResourceVersion::sourceAt)
          .bytes(ResourceVersion::body);
      statement.executeUpdate();
    }
  }

  /**
   * Makes that whatever waits of these resources behind another connection is no older than they
   * are: it may be delivered later than what is queued here.
   */
  static void supersede(Writing writing, List<ResourceVersion> versions) throws SQLException {
    List<ResourceVersion> newer = versions.stream().filter(of -> of.version() > 1).toList();
    if (newer.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = writing.database().prepareStatement(SUPERSEDE)) {
      new Columns<>(statement, 1, newer)
          .values("text", ResourceVersion::resourceType)
          .values("uuid", ResourceVersion::id)
          .values("int4", ResourceVersion::version)
          .bytes(ResourceVersion::body);
      statement.setString(5, writing.tenant());
      statement.setObject(6, writing.connectionId());
      statement.executeUpdate();
    }
  }
}
