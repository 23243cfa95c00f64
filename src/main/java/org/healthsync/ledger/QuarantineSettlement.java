package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page decides about parts that failed before, inside its transaction. A part leaves when
 * the page made it, said that it is gone, or shows it failing for another reason. Of a page that is
 * mapped again everything leaves that does not fail again.
 */
final class QuarantineSettlement {

  // the same part in another page stands at another place: it stays the same item
  private static final String MOVE =
      "update quarantine q set pointer = nullif(f.place, '') from unnest(?::text[], ?::text[],"
          + " ?::text[], ?::text[], ?::text[]) as f (stage, reason, type, key, place) where q.id ="
          + " (select o.id from quarantine o where o.connection_id = ? and o.stream = ? and o.stage"
          + " = f.stage and o.reason = f.reason and o.source_key = f.key and o.reading_type is not"
          + " distinct from f.type and not exists (select 1 from quarantine s where s.connection_id"
          + " = o.connection_id  and s.stream = o.stream and s.stage = f.stage and s.reason ="
          + " f.reason  and s.source_key = f.key and coalesce(s.pointer, '') = f.place) order by"
          + " o.last_at desc, o.id limit 1)";

  // the first condition is asked once: connections without quarantine, nearly all, pay no more
  private static final String LEAVE =
      "delete from quarantine q where exists (select 1 from quarantine x where x.connection_id = ?)"
          + " and q.connection_id = ? and q.stream = ? and q.stage in ('FETCH', 'MAP', 'VALIDATE')"
          + " and (q.page_id = ?::uuid or (q.source_key = any(?) and exists (select 1"
          + "  from unnest(?::text[], ?::text[]) as d (type, key)"
          + "  where d.key = q.source_key and d.type = q.reading_type)))"
          + " and not exists (select 1 from unnest(?::text[], ?::text[], ?::text[], ?::text[])"
          + "  as f (stage, reason, key, place) where f.stage = q.stage and f.reason = q.reason"
          + "  and f.key = coalesce(q.source_key, '') and f.place = coalesce(q.pointer, ''))";

  private final Writing writing;
  private final Connection database;

  QuarantineSettlement(Writing writing) {
    this.writing = writing;
    this.database = writing.database();
  }

  /**
   * Lets go what the page decided.
   *
   * @param failed what of the page goes to quarantine now
   */
  void settle(PageResult page, List<QuarantineEntry> failed) throws SQLException {
    List<QuarantineEntry> named = failed.stream().filter(of -> of.sourceKey() != null).toList();
    if (!named.isEmpty()) {
      move(named);
    }
    boolean readable = failed.stream().noneMatch(QuarantineEntry::isWholePage);
    List<Decided> decided = decided(page, named);
    SourcePage source = writing.origin().page();
    if (!decided.isEmpty() || (readable && source != null)) {
      leave(decided, readable ? source : null, failed);
    }
  }

  private static List<Decided> decided(PageResult page, List<QuarantineEntry> failed) {
    List<Decided> decided = new ArrayList<>();
    page.entries().forEach(made -> decided.add(new Decided(made.readingType(), made.sourceKey())));
    page.deletions()
        .forEach(gone -> decided.add(new Decided(gone.readingType(), gone.sourceKey())));
    failed.forEach(bad -> decided.add(new Decided(bad.readingType(), bad.sourceKey())));
    return decided;
  }

  private void move(List<QuarantineEntry> named) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(MOVE)) {
      new Columns<>(statement, 1, named)
          .values("text", QuarantineEntry::stage)
          .values("text", QuarantineEntry::reason)
          .values("text", QuarantineEntry::readingType)
          .values("text", QuarantineEntry::sourceKey)
          .values("text", QuarantineEntry::place);
      statement.setObject(6, writing.connectionId());
      statement.setString(7, writing.origin().stream());
      statement.executeUpdate();
    }
  }

  private void leave(List<Decided> decided, @Nullable SourcePage page, List<QuarantineEntry> failed)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LEAVE)) {
      statement.setObject(1, writing.connectionId());
      statement.setObject(2, writing.connectionId());
      statement.setString(3, writing.origin().stream());
      statement.setObject(4, page == null ? null : page.id().value(), Types.OTHER);
      statement.setArray(
          5, database.createArrayOf("text", decided.stream().map(Decided::key).toArray()));
      new Columns<>(statement, 6, decided)
          .values("text", Decided::type)
          .values("text", Decided::key);
      new Columns<>(statement, 8, failed)
          .values("text", QuarantineEntry::stage)
          .values("text", QuarantineEntry::reason)
          .values("text", of -> of.sourceKey() == null ? "" : of.sourceKey())
          .values("text", QuarantineEntry::place);
      statement.executeUpdate();
    }
  }

  private record Decided(@Nullable String type, @Nullable String key) {}
}
