package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthsync.platform.RequestId;
import org.jspecify.annotations.Nullable;

/** The table {@code ledger} inside one transaction. */
final class LedgerTable {

  private static final String KNOWN =
      "select l.resource_type, l.resource_id, l.content_hash, l.version, l.state,"
          + " l.connection_id <> ? and exists (select 1 from outbox o"
          + "  where o.tenant_id = l.tenant_id and o.resource_type = l.resource_type"
          + "  and o.resource_id = l.resource_id and o.connection_id <> ?)"
          + " from unnest(?::text[], ?::uuid[]) as k (type, id) join ledger l"
          + " on l.tenant_id = ? and l.resource_type = k.type and l.resource_id = k.id";

  private static final String UPSERT =
      "insert into ledger (tenant_id, connection_id, stream, seen_by, created_at, changed_at,"
          + " resource_type, resource_id, reading_type, source_key, content_hash, version, state,"
          + " measured_at, body) select ?, ?, ?, ?, ?, ?, v.* from unnest(?::text[], ?::uuid[],"
          + " ?::text[], ?::text[], ?::bytea[], ?::int[], ?::text[], ?::timestamptz[], ?::bytea[])"
          + " as v on conflict (tenant_id, resource_type, resource_id) do update set"
          + " seen_by = coalesce(excluded.seen_by, ledger.seen_by),"
          + " changed_at = excluded.changed_at, source_key = excluded.source_key,"
          + " content_hash = excluded.content_hash, version = excluded.version,"
          + " state = excluded.state, measured_at = excluded.measured_at, body = excluded.body";

  private static final String SEEN =
      "update ledger l set seen_by = ? from unnest(?::text[], ?::uuid[]) as k (type, id)"
          + " where l.tenant_id = ? and l.resource_type = k.type and l.resource_id = k.id"
          + " and l.seen_by is distinct from ?";

  private static final String COLUMNS =
      "select l.resource_type, l.resource_id, l.reading_type, l.source_key, l.content_hash,"
          + " l.version, l.measured_at, l.body from ledger l";

  private static final String GONE =
      COLUMNS
          + " join unnest(?::text[], ?::text[]) as d (type, key)"
          + " on l.reading_type = d.type and l.source_key = d.key"
          + " where l.connection_id = ? and l.tenant_id = ? and l.state <> 'DELETED'";

  private static final String MISSING =
      COLUMNS
          + " where l.connection_id = ? and l.stream = ? and l.tenant_id = ?"
          + " and l.measured_at >= ? and l.measured_at < ? and l.state <> 'DELETED'"
          + " and l.seen_by is distinct from ? and l.changed_at < ? order by l.measured_at limit ?";

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
      bindKeys(statement, 3, keys);
      statement.setString(5, writing.tenant());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.put(
              new ResourceKey(row.getString(1), row.getObject(2, UUID.class)),
              new KnownVersion(
                  row.getBytes(3),
                  row.getInt(4),
                  VersionState.valueOf(row.getString(5)),
                  row.getBoolean(6)));
        }
      }
    }
    return known;
  }

  /** Stores versions; {@code seenBy} is null when no window request is to be marked. */
  void upsert(List<ResourceVersion> versions, @Nullable RequestId seenBy) throws SQLException {
    if (versions.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = database.prepareStatement(UPSERT)) {
      statement.setString(1, writing.tenant());
      statement.setObject(2, writing.connectionId());
      statement.setString(3, writing.origin().stream());
      statement.setObject(4, seenBy == null ? null : seenBy.value(), Types.OTHER);
      statement.setObject(5, writing.utcNow());
      statement.setObject(6, writing.utcNow());
      bind(new Columns<>(statement, 7, lockOrder(versions)));
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
        .bytes(version -> StoredBody.pack(version.body()));
  }

  // devices are shared between connections: one order for all keeps two transactions from a
  // deadlock
  private static List<ResourceVersion> lockOrder(List<ResourceVersion> versions) {
    return versions.stream()
        .sorted(
            Comparator.comparing(ResourceVersion::resourceType).thenComparing(ResourceVersion::id))
        .toList();
  }

  /** Marks what a window request met again as it was. */
  void seen(List<ResourceKey> keys, RequestId by) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = database.prepareStatement(SEEN)) {
      statement.setObject(1, by.value());
      bindKeys(statement, 2, keys);
      statement.setString(4, writing.tenant());
      statement.setObject(5, by.value());
      statement.executeUpdate();
    }
  }

  /** The next versions of what the provider says is gone, as entered in error. */
  List<ResourceVersion> gone(List<Deletion> deletions) throws SQLException {
    if (deletions.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = database.prepareStatement(GONE)) {
      new Columns<>(statement, 1, deletions)
          .values("text", Deletion::readingType)
          .values("text", Deletion::sourceKey);
      statement.setObject(3, writing.connectionId());
      statement.setString(4, writing.tenant());
      return deleted(statement);
    }
  }

  /** The next versions of what a completely read window did not show, at most {@code limit}. */
  List<ResourceVersion> missing(Reconciliation read, RequestId by, int limit) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(MISSING)) {
      statement.setObject(1, writing.connectionId());
      statement.setString(2, writing.origin().stream());
      statement.setString(3, writing.tenant());
      statement.setObject(4, Writing.utc(read.window().from()));
      statement.setObject(5, Writing.utc(read.window().to()));
      statement.setObject(6, by.value());
      statement.setObject(7, Writing.utc(read.readBegan()));
      statement.setInt(8, limit);
      return deleted(statement);
    }
  }

  private List<ResourceVersion> deleted(PreparedStatement statement) throws SQLException {
    List<ResourceVersion> versions = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        versions.add(deleted(row));
      }
    }
    return versions;
  }

  private ResourceVersion deleted(ResultSet row) throws SQLException {
    OffsetDateTime measuredAt = row.getObject(7, OffsetDateTime.class);
    byte[] body = StoredBody.unpack(row.getBytes(8));
    return new ResourceVersion(
        row.getString(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getString(4),
        row.getBytes(5),
        row.getInt(6) + 1,
        VersionState.DELETED,
        measuredAt == null ? null : measuredAt.toInstant(),
        null,
        FhirStatus.with(VersionState.DELETED.statusCode(), body));
  }

  private static void bindKeys(PreparedStatement statement, int first, List<ResourceKey> keys)
      throws SQLException {
    new Columns<>(statement, first, keys)
        .values("text", ResourceKey::resourceType)
        .values("uuid", ResourceKey::id);
  }
}
