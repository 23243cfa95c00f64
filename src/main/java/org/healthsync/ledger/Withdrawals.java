package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.healthsync.platform.RequestId;

/** Finds, inside one transaction, what is to be marked as entered in error. */
final class Withdrawals {

  private static final String COLUMNS =
      "select l.resource_type, l.resource_id, l.reading_type, l.source_key, l.content_hash,"
          + " l.version, l.measured_at, l.body from ledger l";

  private static final String GONE =
      COLUMNS
          + " join unnest(?::text[], ?::text[]) as d (type, key)"
          + " on l.reading_type = d.type and l.source_key = d.key"
          + " where l.connection_id = any(?) and l.tenant_id = ? and l.state <> 'DELETED'";

  private static final String GONE_BEFORE = GONE + " and coalesce(l.page_at, l.changed_at) <= ?";

  private static final String GONE_AND_NOT_MET = GONE_BEFORE + " and l.seen_by is distinct from ?";

  private static final String MISSING =
      COLUMNS
          + " where l.connection_id = any(?) and l.stream = ? and l.tenant_id = ?"
          + " and l.measured_at >= ? and l.measured_at < ? and l.state <> 'DELETED'"
          + " and l.reading_type <> all(?) and l.seen_by is distinct from ? and l.changed_at < ?"
          + " and (l.page_at is null or l.page_at < ?) and not exists (select 1 from quarantine q"
          + "  where q.connection_id = ? and q.source_key = l.source_key and q.stream = l.stream"
          + "  and q.stage <> 'DELIVER' and q.last_at >= ?) order by l.measured_at limit ?";

  // what is not measured, such as a device, belongs to no page alone
  private static final String NOT_MADE_AGAIN =
      COLUMNS
          + " where l.page_id = ? and l.tenant_id = ? and l.measured_at is not null"
          + " and l.state <> 'DELETED' and l.seen_by is distinct from ?";

  // parts of which nobody knows what they would have become
  private static final String UNKNOWN =
      "select 1 from quarantine where connection_id = ? and source_key is null and stream = ?"
          + " and stage <> 'DELIVER' and last_at >= ? limit 1";

  private final Writing writing;
  private final Connection database;
  private final SameAccount account;

  Withdrawals(Writing writing, SameAccount account) {
    this.writing = writing;
    this.database = writing.database();
    this.account = account;
  }

  /** What the provider says is gone. */
  List<ResourceVersion> gone(List<Deletion> deletions) throws SQLException {
    if (deletions.isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = database.prepareStatement(GONE)) {
      bind(statement, deletions);
      return deleted(statement, DeletedBy.PROVIDER);
    }
  }

  /** What a page says is gone, unless later pages have shown it or the request has met it. */
  List<ResourceVersion> goneBefore(List<Deletion> deletions, Stamp page) throws SQLException {
    if (deletions.isEmpty()) {
      return List.of();
    }
    RequestId request = page.seenBy();
    try (PreparedStatement statement =
        database.prepareStatement(request == null ? GONE_BEFORE : GONE_AND_NOT_MET)) {
      bind(statement, deletions);
      statement.setObject(5, Writing.utc(page.at()));
      if (request != null) {
        statement.setObject(6, request.value());
      }
      return deleted(statement, DeletedBy.PROVIDER);
    }
  }

  private void bind(PreparedStatement statement, List<Deletion> deletions) throws SQLException {
    new Columns<>(statement, 1, deletions)
        .values("text", Deletion::readingType)
        .values("text", Deletion::sourceKey);
    statement.setArray(3, account.ids());
    statement.setString(4, writing.tenant());
  }

  /** Whether what a read did not show may be in what of it nobody could make anything of. */
  boolean isUncertain(Reconciliation read) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(UNKNOWN)) {
      statement.setObject(1, writing.connectionId());
      statement.setString(2, writing.origin().stream());
      statement.setObject(3, Writing.utc(read.readBegan()));
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * What a completely read window did not show, at most {@code limit}. What it showed and nobody
   * could make went to quarantine meanwhile and is not missing.
   */
  List<ResourceVersion> missing(Reconciliation read, int limit) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(MISSING)) {
      statement.setArray(1, account.ids());
      statement.setString(2, writing.origin().stream());
      statement.setString(3, writing.tenant());
      statement.setObject(4, Writing.utc(read.window().from()));
      statement.setObject(5, Writing.utc(read.window().to()));
      statement.setArray(6, database.createArrayOf("text", read.notMapped().toArray()));
      statement.setObject(7, Objects.requireNonNull(read.origin().request()).value());
      statement.setObject(8, Writing.utc(read.readBegan()));
      // another request may have met it meanwhile and marked it as its own
      statement.setObject(9, Writing.utc(read.readBegan()));
      statement.setObject(10, writing.connectionId());
      statement.setObject(11, Writing.utc(read.readBegan()));
      statement.setInt(12, limit);
      return deleted(statement, DeletedBy.PROVIDER);
    }
  }

  /** What a page showed last and is not made of it any more. */
  List<ResourceVersion> notMadeAgain(Stamp page) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NOT_MADE_AGAIN)) {
      statement.setObject(1, Objects.requireNonNull(page.page()).value());
      statement.setString(2, writing.tenant());
      statement.setObject(3, Objects.requireNonNull(page.seenBy()).value());
      return deleted(statement, DeletedBy.MAPPING);
    }
  }

  private static List<ResourceVersion> deleted(PreparedStatement statement, DeletedBy by)
      throws SQLException {
    List<ResourceVersion> versions = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        versions.add(deleted(row, by));
      }
    }
    return versions;
  }

  private static ResourceVersion deleted(ResultSet row, DeletedBy by) throws SQLException {
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
        FhirStatus.with(VersionState.DELETED.statusCode(), body),
        by);
  }
}
