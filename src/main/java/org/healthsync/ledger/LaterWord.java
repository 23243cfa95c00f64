package org.healthsync.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.healthsync.platform.RequestId;

/**
 * What later pages have said of the parts of an older one. A part that fails has nothing to look
 * for in quarantine when a later page showed it, or no longer showed it.
 */
final class LaterWord {

  private static final String SAID =
      "select l.reading_type, l.source_key from unnest(?::text[], ?::text[]) as k (type, key)"
          + " join ledger l on l.connection_id = any(?) and l.source_key = k.key"
          + " and l.reading_type = k.type where l.tenant_id = ?"
          + " and (coalesce(l.page_at, l.changed_at) > ? or l.seen_by = ?)";

  private final Writing writing;
  private final SameAccount account;
  private final Stamp page;
  private final WindowReads reads;

  LaterWord(Writing writing, SameAccount account, Stamp page, WindowReads reads) {
    this.writing = writing;
    this.account = account;
    this.page = page;
    this.reads = reads;
  }

  /** Those of {@code failed} on which no later page has the last word. */
  List<QuarantineEntry> without(List<QuarantineEntry> failed) throws SQLException {
    List<QuarantineEntry> named =
        failed.stream()
            .filter(entry -> entry.readingType() != null && entry.sourceKey() != null)
            .toList();
    if (named.isEmpty()) {
      return failed;
    }
    Set<Part> said = said(named);
    return failed.stream()
        .filter(entry -> !reads.cover(entry.measuredAt()) && !said.contains(Part.of(entry)))
        .toList();
  }

  private Set<Part> said(List<QuarantineEntry> named) throws SQLException {
    try (PreparedStatement statement = writing.database().prepareStatement(SAID)) {
      new Columns<>(statement, 1, named)
          .values("text", QuarantineEntry::readingType)
          .values("text", QuarantineEntry::sourceKey);
      statement.setArray(3, account.ids());
      statement.setString(4, writing.tenant());
      statement.setObject(5, Writing.utc(page.at()));
      RequestId request = page.seenBy();
      statement.setObject(6, request == null ? null : request.value(), Types.OTHER);
      Set<Part> said = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          said.add(new Part(row.getString(1), row.getString(2)));
        }
      }
      return said;
    }
  }

  private record Part(String type, String key) {
    static Part of(QuarantineEntry entry) {
      return new Part(String.valueOf(entry.readingType()), String.valueOf(entry.sourceKey()));
    }
  }
}
