package org.healthsync.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.TenantId;

/**
 * Single pages that a request maps again. The list ends with its request. Safe for many threads;
 * blocks on the database.
 */
public final class ReplayPages {

  private static final String KEPT =
      "select id, fetched_at from raw_page where id = any(?) and tenant_id = ?"
          + " and connection_id = ? and stream = ? order by fetched_at, id";

  private static final String ADD =
      "insert into replay_page (request_id, page_id, fetched_at) values (?, ?, ?)"
          + " on conflict do nothing";

  private static final String LISTED = "select 1 from replay_page where request_id = ? limit 1";

  private static final String NEXT =
      "select page_id, fetched_at from replay_page where request_id = ?"
          + " and (fetched_at, page_id) < (?, ?) order by fetched_at desc, page_id desc limit 1";

  private final Database database;

  /** Reads from {@code database}. */
  public ReplayPages(Database database) {
    this.database = database;
  }

  /** Those of {@code pages} that are still in the archive, oldest first. */
  public List<PagePlace> kept(
      Connection transaction,
      TenantId tenant,
      ConnectionId connection,
      String stream,
      Collection<UUID> pages)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(KEPT)) {
      statement.setArray(1, transaction.createArrayOf("uuid", pages.toArray()));
      statement.setString(2, tenant.value());
      statement.setObject(3, connection.value());
      statement.setString(4, stream);
      List<PagePlace> kept = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          kept.add(place(row));
        }
      }
      return kept;
    }
  }

  /** Lists pages for a request, in the caller's transaction. */
  public void add(Connection transaction, RequestId request, List<PagePlace> pages)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
      for (PagePlace page : pages) {
        statement.setObject(1, request.value());
        statement.setObject(2, page.id());
        statement.setObject(3, page.fetchedAt().atOffset(ZoneOffset.UTC));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Whether a request means single pages and not all of its span. */
  public boolean listedFor(RequestId request) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(LISTED)) {
            statement.setObject(1, request.value());
            try (ResultSet row = statement.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /** The newest listed page that lies before {@code before} in the order of the archive. */
  public Optional<PagePlace> next(RequestId request, PagePlace before) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(NEXT)) {
            statement.setObject(1, request.value());
            statement.setObject(2, before.fetchedAt().atOffset(ZoneOffset.UTC));
            statement.setObject(3, before.id());
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(place(row)) : Optional.empty();
            }
          }
        });
  }

  private static PagePlace place(ResultSet row) throws SQLException {
    return new PagePlace(
        row.getObject(2, OffsetDateTime.class).toInstant(), row.getObject(1, UUID.class));
  }
}
