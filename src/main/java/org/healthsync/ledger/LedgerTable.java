package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthsync.platform.PageId;
import org.healthsync.platform.RequestId;
import org.jspecify.annotations.Nullable;

/** The table {@code ledger} inside one transaction. */
final class LedgerTable {

  private static final String KNOWN =
      "select l.resource_type, l.resource_id, l.content_hash, l.version, l.state,"
          + " l.connection_id <> ? and exists (select 1 from outbox o"
          + "  where o.tenant_id = l.tenant_id and o.resource_type = l.resource_type"
          + "  and o.resource_id = l.resource_id and o.connection_id <> ?)"
          + " and not exists (select 1 from outbox o where o.tenant_id = l.tenant_id"
          + "  and o.resource_type = l.resource_type and o.resource_id = l.resource_id"
          + "  and o.connection_id = ? and o.version = l.version),"
          + " coalesce(l.page_at, l.changed_at), l.seen_by"
          + " from unnest(?::text[], ?::uuid[]) as k (type, id) join ledger l"
          + " on l.tenant_id = ? and l.resource_type = k.type and l.resource_id = k.id";

  private static final String UPSERT =
      "insert into ledger (tenant_id, connection_id, stream, seen_by, page_id, page_at, created_at,"
          + " changed_at, resource_type, resource_id, reading_type, source_key, content_hash,"
          + " version, state, measured_at, body, deleted_by) select ?, ?, ?, ?, ?, ?, ?, ?, v.*"
          + " from unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::int[],"
          + " ?::text[], ?::timestamptz[], ?::bytea[], ?::text[])"
          + " as v on conflict (tenant_id, resource_type, resource_id) do update set"
          + " seen_by = coalesce(excluded.seen_by, ledger.seen_by), page_id = excluded.page_id,"
          + " page_at = excluded.page_at, changed_at = excluded.changed_at,"
          + " source_key = excluded.source_key, content_hash = excluded.content_hash,"
          + " version = excluded.version, state = excluded.state, deleted_by = excluded.deleted_by,"
          + " measured_at = excluded.measured_at, body = excluded.body";

  private static final String SEEN =
      "update ledger l set seen_by = coalesce(?, l.seen_by), page_id = ?, page_at = ?"
          + " from unnest(?::text[], ?::uuid[]) as k (type, id)"
          + " where l.tenant_id = ? and l.resource_type = k.type and l.resource_id = k.id";

  private final Writing writing;
  private final Connection database;

  LedgerTable(Writing writing) {
    this.writing = writing;
    this.database = writing.database();
  }

  Map<ResourceKey, KnownVersion> known(List<ResourceKey> keys) throws SQLException {
    Map<ResourceKey, KnownVersion> known = new HashMap<>();
    try (PreparedStatement statement = database.prepareStatement(KNOWN)) {
      UUID connection = writing.connectionId();
      statement.setObject(1, connection);
      statement.setObject(2, connection);
      statement.setObject(3, connection);
      bindKeys(statement, 4, keys);
      statement.setString(6, writing.tenant());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.put(
              new ResourceKey(row.getString(1), row.getObject(2, UUID.class)),
              new KnownVersion(
                  row.getBytes(3),
                  row.getInt(4),
                  VersionState.valueOf(row.getString(5)),
                  row.getBoolean(6),
                  row.getObject(7, OffsetDateTime.class).toInstant(),
                  row.getObject(8, UUID.class)));
        }
      }
    }
    return known;
  }

  /** Stores versions, all with the same stamp. */
  void upsert(List<ResourceVersion> versions, Stamp stamp) throws SQLException {
    if (versions.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = database.prepareStatement(UPSERT)) {
      statement.setString(1, writing.tenant());
      statement.setObject(2, writing.connectionId());
      statement.setString(3, writing.origin().stream());
      statement.setObject(4, uuid(stamp.seenBy()), Types.OTHER);
      statement.setObject(5, uuid(stamp.page()), Types.OTHER);
      statement.setObject(6, Writing.utc(stamp.at()));
      statement.setObject(7, writing.utcNow());
      statement.setObject(8, writing.utcNow());
      bind(new Columns<>(statement, 9, lockOrder(versions)));
      statement.executeUpdate();
    }
  }

  private static void bind(Columns<ResourceVersion> columns) throws SQLException {
    columns
        .values("text", ResourceVersion::resourceType)
        .values("uuid", ResourceVersion::id)
        .values("text", ResourceVersion::readingType)
        .values("text", ResourceVersion::sourceKey)
        .bytes(ResourceVersion::contentHash)
        .values("int4", ResourceVersion::version)
        .values("text", ResourceVersion::state)
        .values("timestamptz", ResourceVersion::measuredAt)
        .bytes(version -> StoredBody.pack(version.body()))
        .values("text", ResourceVersion::deletedBy);
  }

  // devices are shared between connections: one order for all keeps two transactions from a
  // deadlock
  private static List<ResourceVersion> lockOrder(List<ResourceVersion> versions) {
    return versions.stream()
        .sorted(
            Comparator.comparing(ResourceVersion::resourceType).thenComparing(ResourceVersion::id))
        .toList();
  }

  /** Marks what was met again as it was. */
  void seen(List<ResourceKey> keys, Stamp stamp) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = database.prepareStatement(SEEN)) {
      statement.setObject(1, uuid(stamp.seenBy()), Types.OTHER);
      statement.setObject(2, uuid(stamp.page()), Types.OTHER);
      statement.setObject(3, Writing.utc(stamp.at()));
      bindKeys(statement, 4, keys);
      statement.setString(6, writing.tenant());
      statement.executeUpdate();
    }
  }

  private static @Nullable UUID uuid(@Nullable RequestId request) {
    return request == null ? null : request.value();
  }

  private static @Nullable UUID uuid(@Nullable PageId page) {
    return page == null ? null : page.value();
  }

  private static void bindKeys(PreparedStatement statement, int first, List<ResourceKey> keys)
      throws SQLException {
    new Columns<>(statement, first, keys)
        .values("text", ResourceKey::resourceType)
        .values("uuid", ResourceKey::id);
  }
}
