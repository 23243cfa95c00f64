package org.healthsync.notify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;

/** The table {@code webhook_inbox}. Every method works in the caller's transaction. */
final class InboxTable {

  private static final String ADD =
      "insert into webhook_inbox (id, provider, connection_id, same_as, sealed, received_at,"
          + " not_before) values (?, ?, ?, ?, ?, ?, ?) on conflict (same_as) do nothing";

  // whoever takes a row also opens its place: what comes from now on may tell of something newer
  private static final String TAKE =
      "update webhook_inbox i set same_as = null, attempts = attempts + 1, not_before = ?"
          + " from (select id from webhook_inbox where not_before <= ? order by not_before, id"
          + " limit ? for update skip locked) as due where i.id = due.id"
          + " returning i.id, i.provider, i.connection_id, i.sealed, i.received_at, i.attempts";

  private static final String REMOVE = "delete from webhook_inbox where id = any(?)";

  private static final String PUT_BACK =
      "update webhook_inbox set not_before = ? where id = any(?)";

  /**
   * Keeps a change.
   *
   * @param sameAs equal for equal changes
   * @param notBefore when work on it may begin
   * @return false when an equal one waits already
   */
  boolean add(Connection database, InboxEntry entry, byte[] sameAs, Instant notBefore)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      ConnectionId address = entry.address();
      statement.setObject(1, entry.id());
      statement.setString(2, entry.provider().value());
      statement.setObject(3, address == null ? null : address.value());
      statement.setBytes(4, sameAs);
      statement.setBytes(5, entry.sealed());
      statement.setTimestamp(6, Timestamp.from(entry.receivedAt()));
      statement.setTimestamp(7, Timestamp.from(notBefore));
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Takes what is due, in the order in which it came; nobody else gets it for the time of {@code
   * lease}.
   */
  List<InboxEntry> take(Connection database, Instant now, Duration lease, int limit)
      throws SQLException {
    List<InboxEntry> taken = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(TAKE)) {
      statement.setTimestamp(1, Timestamp.from(now.plus(lease)));
      statement.setTimestamp(2, Timestamp.from(now));
      statement.setInt(3, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taken.add(entry(row));
        }
      }
    }
    taken.sort(Comparator.comparing(InboxEntry::receivedAt).thenComparing(InboxEntry::id));
    return taken;
  }

  private static InboxEntry entry(ResultSet row) throws SQLException {
    UUID address = row.getObject(3, UUID.class);
    return new InboxEntry(
        row.getObject(1, UUID.class),
        new ProviderId(row.getString(2)),
        address == null ? null : new ConnectionId(address),
        row.getBytes(4),
        row.getTimestamp(5).toInstant(),
        row.getInt(6));
  }

  /** Forgets what is done or given up. */
  void remove(Connection database, Collection<UUID> ids) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(REMOVE)) {
      statement.setArray(1, database.createArrayOf("uuid", ids.toArray()));
      statement.executeUpdate();
    }
  }

  /** Leaves it for later. */
  void putBack(Connection database, Collection<UUID> ids, Instant notBefore) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(PUT_BACK)) {
      statement.setTimestamp(1, Timestamp.from(notBefore));
      statement.setArray(2, database.createArrayOf("uuid", ids.toArray()));
      statement.executeUpdate();
    }
  }
}
