package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
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
          + " coalesce(source_key, ''), coalesce(pointer, ''), of_page) do update set occurrences ="
          + " quarantine.occurrences + excluded.occurrences, last_at = excluded.last_at, page_id ="
          + " excluded.page_id, message = excluded.message, sealed_extract ="
          + " coalesce(excluded.sealed_extract, quarantine.sealed_extract), part_at ="
          + " coalesce(excluded.part_at, quarantine.part_at)";

  // an item more of each page is worth it only while the page is there to be mapped again
  private static final String FOLD =
      "with old as (delete from quarantine where source_key is null and page_id is not null"
          + "  and last_at < ? returning *)"
          + " insert into quarantine (id, tenant_id, connection_id, stage, reason, stream, pointer,"
          + " message, reading_type, sealed_extract, occurrences, first_at, last_at, replayed_at)"
          + " select gen_random_uuid(), tenant_id, connection_id, stage, reason, stream,"
          + " nullif(coalesce(pointer, ''), ''), (array_agg(message order by last_at desc))[1],"
          + " (array_agg(reading_type order by last_at desc))[1],"
          + " (array_agg(sealed_extract order by last_at desc))[1],"
          + " least(sum(occurrences), 2147483647)::int, min(first_at), max(last_at),"
          + " max(replayed_at) from old"
          + " group by tenant_id, connection_id, stage, reason, stream, coalesce(pointer, '')"
          + " on conflict (connection_id, stage, reason, stream, coalesce(source_key, ''),"
          + " coalesce(pointer, ''), of_page) do update set occurrences ="
          + " quarantine.occurrences + excluded.occurrences, first_at ="
          + " least(quarantine.first_at, excluded.first_at), last_at ="
          + " greatest(quarantine.last_at, excluded.last_at)";

  private QuarantineTable() {}

  /** Makes one item of those without a key that were last met before and differ by page only. */
  static int fold(Connection database, Instant before) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(FOLD)) {
      statement.setObject(1, Writing.utc(before));
      return statement.executeUpdate();
    }
  }

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
