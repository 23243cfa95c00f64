package org.healthsync.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsync.platform.Claim;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Database;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.stream.Window;

/**
 * What of streams was read, and what was found there. A read is noted once, at its end, and never
 * for more than it is known to have shown. Safe for many threads; blocks on the database.
 */
public final class Coverage {

  private static final String READ_WINDOW =
      "insert into stream_coverage as c (connection_id, stream, covered)"
          + " select ?, ?, tstzmultirange(tstzrange(?, ?))"
          + " on conflict (connection_id, stream) do update set"
          + " covered = c.covered + excluded.covered, failed = c.failed - excluded.covered";

  // the first time: from the first reading that the cursor brought, since nobody knows what is
  // before
  private static final String READ_STREAM =
      "insert into stream_coverage as c (connection_id, stream, covered, own_until)"
          + " select v.connection, v.stream, tstzmultirange(tstzrange(least(v.first, v.until),"
          + " v.until)), v.until from (select ?::uuid as connection, ?::text as stream,"
          + " ?::timestamptz as until, least(?::timestamptz, (select min(l.measured_at)"
          + "  from ledger l where l.connection_id = ? and l.stream = ? and l.seen_by is null))"
          + " as first) v on conflict (connection_id, stream) do update set"
          + " covered = c.covered + tstzmultirange(tstzrange(least(coalesce(c.own_until,"
          + " lower(excluded.covered)), excluded.own_until), excluded.own_until)),"
          + " failed = c.failed - tstzmultirange(tstzrange(least(coalesce(c.own_until,"
          + " lower(excluded.covered)), excluded.own_until), excluded.own_until)),"
          + " own_until = greatest(c.own_until, excluded.own_until)";

  private static final String FAILED =
      "insert into stream_coverage as c (connection_id, stream, failed, failed_code) values (?, ?,"
          + " tstzmultirange(tstzrange(?, ?)), ?) on conflict (connection_id, stream) do update set"
          + " failed = c.failed + (excluded.failed - c.covered), failed_code ="
          + " excluded.failed_code";

  private static final String SPANS =
      "select c.stream, c.failed_code, c.own_until, s.good, lower(s.span), upper(s.span)"
          + " from stream_coverage c left join lateral ("
          + " select true as good, r as span from unnest(c.covered) r"
          + " union all select false, r from unnest(c.failed) r) s on true"
          + " where c.connection_id = ? order by c.stream, lower(s.span)";

  private static final String FOUND =
      "select width_bucket(measured_at, ?::timestamptz[]), reading_type,"
          + " count(distinct source_key), count(*) from ledger where tenant_id = ?"
          + " and connection_id = any(?) and stream = ? and measured_at >= ? and measured_at < ?"
          + " and state <> 'DELETED' group by 1, 2 order by 1, 2";

  private final Database database;

  /** Works on {@code database}. */
  public Coverage(Database database) {
    this.database = database;
  }

  /**
   * Notes that a window was read to its end.
   *
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   */
  public void readWindow(Claim claim, String stream, Window window) {
    database.inTransaction(
        transaction -> {
          claim.require(transaction);
          return spanned(transaction, READ_WINDOW, claim.connection(), stream, window, null);
        });
  }

  /**
   * Notes that a stream was read to its end from its own cursor.
   *
   * @param until when the read began: what came later may be missing
   * @param lookedBackTo so far back the very first read has looked at least
   * @throws org.healthsync.platform.ClaimLostException when another worker took over
   */
  public void readStream(Claim claim, String stream, Instant until, Instant lookedBackTo) {
    database.inTransaction(
        transaction -> {
          claim.require(transaction);
          try (PreparedStatement statement = transaction.prepareStatement(READ_STREAM)) {
            statement.setObject(1, claim.connection().value());
            statement.setString(2, stream);
            statement.setObject(3, Writing.utc(until));
            statement.setObject(4, Writing.utc(lookedBackTo));
            statement.setObject(5, claim.connection().value());
            statement.setString(6, stream);
            return statement.executeUpdate();
          }
        });
  }

  /** Notes, in the caller's transaction, that a window was given up. */
  public static void failed(
      Connection transaction, ConnectionId connection, String stream, Window window, String code)
      throws SQLException {
    spanned(transaction, FAILED, connection, stream, window, code);
  }

  private static int spanned(
      Connection transaction,
      String sql,
      ConnectionId connection,
      String stream,
      Window window,
      @org.jspecify.annotations.Nullable String code)
      throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(sql)) {
      statement.setObject(1, connection.value());
      statement.setString(2, stream);
      statement.setObject(3, Writing.utc(window.from()));
      statement.setObject(4, Writing.utc(window.to()));
      if (code != null) {
        statement.setString(5, code);
      }
      return statement.executeUpdate();
    }
  }

  /** What was read of the streams of a connection. The caller has checked the tenant. */
  public Map<String, StreamCoverage> of(ConnectionId connection) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(SPANS)) {
            statement.setObject(1, connection.value());
            return spans(statement);
          }
        });
  }

  private static Map<String, StreamCoverage> spans(PreparedStatement statement)
      throws SQLException {
    Map<String, StreamCoverage> streams = new TreeMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        StreamCoverage before = streams.getOrDefault(row.getString(1), StreamCoverage.NOTHING);
        List<Window> covered = new ArrayList<>(before.covered());
        List<Window> failed = new ArrayList<>(before.failed());
        OffsetDateTime from = row.getObject(5, OffsetDateTime.class);
        OffsetDateTime to = row.getObject(6, OffsetDateTime.class);
        if (from != null && to != null) {
          (row.getBoolean(4) ? covered : failed).add(new Window(from.toInstant(), to.toInstant()));
        }
        streams.put(
            row.getString(1),
            new StreamCoverage(covered, failed, row.getString(2), QuarantineItem.instant(row, 3)));
      }
    }
    return streams;
  }

  /**
   * What the ledger holds of a stream of the connection's account, by the days that begin at {@code
   * bounds}.
   *
   * @param bounds beginnings of days in order, and the end of the last
   */
  public List<FoundReadings> found(
      TenantId tenant, ConnectionId connection, String stream, List<Instant> bounds) {
    return database.inTransaction(
        transaction -> {
          try (PreparedStatement statement = transaction.prepareStatement(FOUND)) {
            Array days =
                transaction.createArrayOf(
                    "timestamptz", bounds.stream().map(Writing::utc).toArray());
            statement.setArray(1, days);
            statement.setString(2, tenant.value());
            statement.setArray(
                3, new SameAccount(transaction, tenant.value(), connection.value()).ids());
            statement.setString(4, stream);
            statement.setObject(5, Writing.utc(bounds.get(0)));
            statement.setObject(6, Writing.utc(bounds.get(bounds.size() - 1)));
            return found(statement);
          }
        });
  }

  private static List<FoundReadings> found(PreparedStatement statement) throws SQLException {
    List<FoundReadings> found = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(
            new FoundReadings(row.getInt(1) - 1, row.getString(2), row.getLong(3), row.getLong(4)));
      }
    }
    return found;
  }
}
