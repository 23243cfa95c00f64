package org.healthsync.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.PageId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** The table {@code raw_page} inside the caller's transaction. */
final class PageTable {

  private static final String ADD =
      "insert into raw_page (id, tenant_id, connection_id, stream, fetched_at, request_id,"
          + " window_from, window_to, content_type, payload_hash, payload_size, plugin_version,"
          + " mapping_version, sealed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String LAST =
      "select id, payload_hash, window_from, fetched_at from raw_page where connection_id = ? and stream = ?"
          + " and fetched_at >= ? order by fetched_at desc, id desc limit 1";

  private static final String HEAD =
      "select id, connection_id, stream, fetched_at, window_from, window_to, payload_size,"
          + " plugin_version, mapping_version";

  private static final String WHOLE = HEAD + ", content_type, sealed from raw_page";

  private static final String FIND = WHOLE + " where id = ? and tenant_id = ?";

  private static final String NEXT =
      HEAD
          + " from raw_page where connection_id = ? and stream = ? and fetched_at >= ? and fetched_at < ?"
          + " and (fetched_at, id) < (?, ?) order by fetched_at desc, id desc limit 1";

  private static final String LIST =
      HEAD
          + " from raw_page where tenant_id = ? and connection_id = ?"
          + " and (?::text is null or stream = ?::text) and fetched_at >= ? and fetched_at < ?"
          + " and (fetched_at, id) < (?, ?) order by fetched_at desc, id desc limit ?";

  private static final String DELETE =
      "delete from raw_page where tenant_id = ? and fetched_at < ?";

  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST_OF_ALL = Instant.parse("9999-01-01T00:00:00Z");

  private PageTable() {}

  static void add(Connection database, PageId id, NewPage page, byte[] hash, byte[] sealed)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ADD)) {
      Window window = page.window();
      statement.setObject(1, id.value());
      statement.setString(2, page.tenant().value());
      statement.setObject(3, page.connection().value());
      statement.setString(4, page.stream());
      statement.setObject(5, utc(page.raw().fetchedAt()));
      statement.setObject(6, page.request().value());
      statement.setObject(
          7, window == null ? null : utc(window.from()), Types.TIMESTAMP_WITH_TIMEZONE);
      statement.setObject(
          8, window == null ? null : utc(window.to()), Types.TIMESTAMP_WITH_TIMEZONE);
      statement.setString(9, page.raw().contentType());
      statement.setBytes(10, hash);
      statement.setInt(11, page.raw().payload().size());
      statement.setString(12, page.pluginVersion());
      statement.setString(13, page.mappingVersion());
      statement.setBytes(14, sealed);
      statement.executeUpdate();
    }
  }

  /** The stream's last page, when it has the hash and was of no window. */
  static Optional<PagePlace> last(Connection database, NewPage page, Instant since, byte[] hash)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LAST)) {
      statement.setObject(1, page.connection().value());
      statement.setString(2, page.stream());
      statement.setObject(3, utc(since));
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
                && Arrays.equals(row.getBytes(2), hash)
                && row.getObject(3, OffsetDateTime.class) == null
            ? Optional.of(
                new PagePlace(
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    row.getObject(1, UUID.class)))
            : Optional.empty();
      }
    }
  }

  static Optional<Sealed> find(Connection database, TenantId tenant, PageId id)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(FIND)) {
      statement.setObject(1, id.value());
      statement.setString(2, tenant.value());
      return sealed(statement);
    }
  }

  static Optional<PageHead> next(
      Connection database, ConnectionId connection, String stream, Window fetched, PagePlace before)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NEXT)) {
      statement.setObject(1, connection.value());
      statement.setString(2, stream);
      statement.setObject(3, utc(fetched.from()));
      statement.setObject(4, utc(fetched.to()));
      statement.setObject(5, utc(before.fetchedAt()));
      statement.setObject(6, before.id());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(head(row)) : Optional.empty();
      }
    }
  }

  static List<PageHead> list(
      Connection database,
      TenantId tenant,
      ConnectionId connection,
      PageFilter filter,
      PagePlace before,
      int limit)
      throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(LIST)) {
      statement.setString(1, tenant.value());
      statement.setObject(2, connection.value());
      statement.setString(3, filter.stream());
      statement.setString(4, filter.stream());
      statement.setObject(5, utc(filter.from() == null ? FIRST : filter.from()));
      statement.setObject(6, utc(filter.to() == null ? LAST_OF_ALL : filter.to()));
      statement.setObject(7, utc(before.fetchedAt()));
      statement.setObject(8, before.id());
      statement.setInt(9, limit);
      List<PageHead> heads = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          heads.add(head(row));
        }
      }
      return heads;
    }
  }

  static int deleteBefore(Connection database, TenantId tenant, Instant end) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(DELETE)) {
      statement.setString(1, tenant.value());
      statement.setObject(2, utc(end));
      return statement.executeUpdate();
    }
  }

  private static Optional<Sealed> sealed(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new Sealed(head(row), row.getString(10), row.getBytes(11)))
          : Optional.empty();
    }
  }

  private static PageHead head(ResultSet row) throws SQLException {
    Instant from = instant(row, 5);
    Instant to = instant(row, 6);
    return new PageHead(
        new PageId(row.getObject(1, UUID.class)),
        new ConnectionId(row.getObject(2, UUID.class)),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        from == null || to == null ? null : new Window(from, to),
        row.getInt(7),
        row.getString(8),
        row.getString(9));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  /** A page whose content is still sealed. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
  record Sealed(PageHead head, String contentType, byte[] sealed) {}
}
