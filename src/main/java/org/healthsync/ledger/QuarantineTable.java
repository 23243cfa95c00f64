package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes the table {@code quarantine} inside one transaction. */
final class QuarantineTable {

  private static final String ADD =
      "insert into quarantine (tenant_id, connection_id, stream, first_at, last_at, page_id, id,"
          + " stage, reason, reading_type, source_key, pointer, message, sealed_extract,"
          + " occurrences, part_at) select ?, ?, ?, ?, ?, ?::uuid, v.* from unnest(?::uuid[],"
          + " ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[],"
          + " ?::int[], ?::timestamptz[]) as v on conflict (connection_id, stage, reason, stream,"
          + " coalesce(source_key, ''), coalesce(pointer, '')) do update set occurrences ="
          + " quarantine.occurrences + excluded.occurrences, last_at = excluded.last_at, page_id ="
          + " excluded.page_id, message = excluded.message, sealed_extract ="
          + " coalesce(excluded.sealed_extract, quarantine.sealed_extract), part_at ="
          + " coalesce(excluded.part_at, quarantine.part_at)";

  private QuarantineTable() {}

  static void add(Writing writing, List<QuarantineEntry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = writing.database().prepareStatement(ADD)) {
      statement.setString(1, writing.tenant());
      statement.setObject(2, writing.connectionId());
      statement.setString(3, writing.origin().stream());
      statement.setObject(4, writing.utcNow());
      statement.setObject(5, writing.utcNow());
      SourcePage page = writing.origin().page();
      statement.setObject(6, page == null ? null : page.id().value(), Types.OTHER);
      bind(new Columns<>(statement, 7, distinct(entries)));
      statement.executeUpdate();
    }
  }

  private static void bind(Columns<Counted> columns) throws SQLException {
    columns
        .values("uuid", counted -> UUID.randomUUID())
        .values("text", counted -> counted.entry().stage())
        .values("text", counted -> counted.entry().reason())
        .values("text", counted -> counted.entry().readingType())
        .values("text", counted -> counted.entry().sourceKey())
        .values("text", counted -> counted.entry().pointer())
        .values("text", counted -> counted.entry().message())
        .bytes(counted -> counted.entry().sealedExtract())
        .values("int4", Counted::occurrences)
        .values("timestamptz", counted -> counted.entry().measuredAt());
  }

  // one statement cannot update a row twice
  private static List<Counted> distinct(List<QuarantineEntry> entries) {
    Map<List<Object>, Counted> distinct = new LinkedHashMap<>();
    for (QuarantineEntry entry : entries) {
      List<Object> same =
          Arrays.asList(
              entry.stage(),
              entry.reason(),
              entry.sourceKey() == null ? "" : entry.sourceKey(),
              entry.place());
      distinct.merge(
          same, new Counted(entry, 1), (old, more) -> new Counted(entry, old.occurrences() + 1));
    }
    return List.copyOf(distinct.values());
  }

  private record Counted(QuarantineEntry entry, int occurrences) {}
}
