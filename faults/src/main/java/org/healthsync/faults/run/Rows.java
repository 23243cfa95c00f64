package org.healthsync.faults.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.healthsync.faults.check.CursorMove;
import org.healthsync.faults.check.Leftovers;

/**
 * Looks into the service's database past every proxy. Triggers of its own write down in which
 * transaction a cursor moved on, a page was stored or counted, and readings were queued.
 */
public final class Rows implements AutoCloseable {

  private static final String WATCH =
      """
      create table if not exists fault_note (
        seq bigint generated always as identity primary key,
        what text not null, connection_id uuid not null, stream text not null,
        readings bigint, tx text not null default pg_current_xact_id()::text,
        at timestamptz not null default clock_timestamp());
      create index if not exists fault_note_tx on fault_note (tx, connection_id);
      create index if not exists fault_note_of on fault_note (connection_id, stream, what);
      create or replace function fault_note_count() returns trigger language plpgsql as $$
      begin
        insert into fault_note (what, connection_id, stream, readings)
          values ('count', new.connection_id, '', new.readings - old.readings);
        return new;
      end $$;
      create or replace function fault_note_row() returns trigger language plpgsql as $$
      begin
        insert into fault_note (what, connection_id, stream)
          values (tg_argv[0], new.connection_id, new.stream);
        return new;
      end $$;
      create or replace function fault_note_queued() returns trigger language plpgsql as $$
      begin
        insert into fault_note (what, connection_id, stream)
          select distinct 'queued', connection_id, '' from queued
            where resource_type = 'Observation';
        return null;
      end $$;
      create or replace trigger fault_queued after insert on outbox
        referencing new table as queued for each statement execute function fault_note_queued();
      create or replace trigger fault_page after insert on raw_page
        for each row execute function fault_note_row('page');
      create or replace trigger fault_count after update on sync_run for each row
        when (old.pages is distinct from new.pages)
        execute function fault_note_count();
      create or replace trigger fault_cursor after update on stream_state for each row
        when (old.cursor_value is distinct from new.cursor_value
          and new.cursor_value is distinct from new.complete_value)
        execute function fault_note_row('cursor');
      create or replace trigger fault_first_cursor after insert on stream_state for each row
        when (new.cursor_value is not null)
        execute function fault_note_row('cursor');
      create or replace trigger fault_progress after update on sync_request for each row
        when (old.progress_value is distinct from new.progress_value
          and new.progress_value is not null)
        execute function fault_note_row('cursor');
      """;

  private static final String NOTES =
      "select count(*) from pg_class where relname = 'fault_note' and relkind = 'r'";

  // A page with the content of the stream's last one is counted, and not archived once more: then
  // it has as many readings as that one, and queues none.
  private static final String MOVES =
      """
      select c.connection_id, c.stream, c.tx,
        exists (select 1 from fault_note p where p.what = 'page' and p.tx = c.tx
            and p.connection_id = c.connection_id and p.stream = c.stream)
          or not exists (select 1 from fault_note q where q.what = 'queued' and q.tx = c.tx
              and q.connection_id = c.connection_id)
            and exists (select 1 from fault_note n where n.what = 'count' and n.tx = c.tx
              and n.connection_id = c.connection_id and n.readings = (
                select m.readings from fault_note p join fault_note m on m.tx = p.tx
                    and m.connection_id = p.connection_id and m.what = 'count'
                  where p.what = 'page' and p.seq < c.seq
                    and p.connection_id = c.connection_id and p.stream = c.stream
                  order by p.seq desc limit 1))
      from fault_note c where c.what = 'cursor' and c.seq > ? and c.connection_id = any (?)
      """;

  private static final String FIRST_PAGE =
      """
      select (extract(epoch from min(at)) * 1000)::bigint from fault_note
        where what = 'page' and connection_id = ?
      """;

  private static final String GIVEN_UP =
      """
      select distinct q.request_id, q.stream || ' ' || coalesce(q.error, 'without a code')
      from sync_run_request q join sync_run r on r.id = q.run_id
      where q.outcome = 'FAILED' and r.connection_id = any (?)
      """;

  private static final String KEPT =
      """
      select source_key from ledger where connection_id = any (?)
        and resource_type = 'Observation' and state <> 'DELETED'
      """;

  private static final String LEFT =
      """
      select (select count(*) from sync_request where connection_id = any (?)),
        (select count(*) from sync_run where status in ('QUEUED', 'RUNNING')
          and connection_id = any (?)),
        (select count(*) from outbox where connection_id = any (?))
      """;

  private static final String WHEREABOUTS =
      """
      select 'connection', status, 1 from connection where id = ?::uuid
      union all select 'ledger', stream || ' ' || state, count(*) from ledger
        where connection_id = ?::uuid group by stream, state
      union all select 'quarantine', stage || ' ' || reason, count(*) from quarantine
        where connection_id = ?::uuid group by stage, reason
      union all select 'request', q.stream || ' ' || coalesce(q.outcome, 'open')
          || coalesce(' ' || q.error, ''), count(*)
        from sync_run_request q join sync_run r on r.id = q.run_id
        where r.connection_id = ?::uuid group by q.stream, q.outcome, q.error
      union all select 'stream', stream || ' ' || coalesce(last_error, 'well'), 1
        from stream_state where connection_id = ?::uuid
      """;

  private static final int SESSIONS = 4;

  private final HikariDataSource source;

  /** Looks through sessions of its own; a session for each look would cost more than the look. */
  public Rows(DataSource database) {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(database);
    pool.setMaximumPoolSize(SESSIONS);
    pool.setMinimumIdle(0);
    this.source = new HikariDataSource(pool);
  }

  /** Begins to write down what moves; the schema must be there. */
  public void watch() {
    execute(WATCH);
  }

  /** Looks at where the database is now; sessions with the one before are over. */
  public void reconnect() {
    source.getHikariPoolMXBean().softEvictConnections();
  }

  /** The last note so far; zero before the first replica has made the schema. */
  public long lastNote() {
    return number(NOTES) == 0 ? 0 : number("select coalesce(max(seq), 0) from fault_note");
  }

  /** How cursors moved after that note. */
  public List<CursorMove> moves(long afterNote, List<Member> members) {
    return query(
        MOVES,
        statement -> {
          statement.setLong(1, afterNote);
          statement.setArray(2, ids(statement, members));
        },
        row ->
            new CursorMove(
                row.getString(1),
                row.getString(2),
                "transaction " + row.getString(3),
                row.getBoolean(4)));
  }

  /** What still waits of these connections. */
  public Leftovers leftovers(List<Member> members) {
    return query(
            LEFT,
            statement -> {
              for (int i = 1; i <= 3; i++) {
                statement.setArray(i, ids(statement, members));
              }
            },
            row -> new Leftovers(row.getLong(1), row.getLong(2), row.getLong(3)))
        .get(0);
  }

  /** Requests that failed for good, as stream and code. */
  public List<String> givenUp(List<Member> members) {
    return query(
        GIVEN_UP,
        statement -> statement.setArray(1, ids(statement, members)),
        row -> row.getString(2));
  }

  /** What the service itself keeps of a person, as readings are named in the person's account. */
  public List<String> kept(Member member) {
    return query(
        KEPT,
        statement -> statement.setArray(1, ids(statement, List.of(member))),
        row -> row.getString(1));
  }

  /** References to what the FHIR server refused for good. */
  public List<String> refused(List<Member> members) {
    return query(
        "select pointer from quarantine where stage = 'DELIVER' and connection_id = any (?)",
        statement -> statement.setArray(1, ids(statement, members)),
        row -> row.getString(1));
  }

  /** Token pairs that were stored after the first one, those of lost connections not counted. */
  public long rotations(List<Member> members) {
    return query(
            "select coalesce(sum(rotation - 1), 0) from connection_token where connection_id = any"
                + " (?)",
            statement -> statement.setArray(1, ids(statement, members)),
            row -> row.getLong(1))
        .get(0);
  }

  /** What the service itself knows of a connection: for whoever looks for what is lost. */
  public String whereabouts(Member member) {
    return query(
            WHEREABOUTS,
            statement -> {
              for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setString(i, member.connection());
              }
            },
            row -> row.getString(1) + " " + row.getString(2) + " x" + row.getLong(3))
        .toString();
  }

  /** One number. */
  public long number(String query) {
    return query(query, statement -> {}, row -> row.getLong(1)).get(0);
  }

  /** Some texts. */
  public List<String> texts(String query) {
    return query(query, statement -> {}, row -> row.getString(1));
  }

  /** One number about one connection, which is the query's only parameter. */
  public long number(String query, Member member) {
    return query(
            query,
            statement -> statement.setObject(1, UUID.fromString(member.connection())),
            row -> row.getLong(1))
        .get(0);
  }

  /** How many pages are stored of a connection. */
  public long pages(Member member) {
    return number("select count(*) from raw_page where connection_id = ?", member);
  }

  /**
   * When the first page of a connection was stored, in milliseconds since 1970 by the clock of this
   * machine, a moment before the commit; however often somebody looked.
   */
  public long firstPageAt(Member member) {
    return number(FIRST_PAGE, member);
  }

  /** One text about one connection; empty when there is no row. */
  public String text(String query, Member member) {
    return query(
            query,
            statement -> statement.setObject(1, UUID.fromString(member.connection())),
            row -> row.getString(1))
        .stream()
        .findFirst()
        .orElse("");
  }

  /** Runs statements. */
  public void execute(String sql) {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses " + e.getSQLState(), e);
    }
  }

  @Override
  public void close() {
    source.close();
  }

  private static Array ids(PreparedStatement statement, List<Member> members) throws SQLException {
    Stream<UUID> ids = members.stream().map(member -> UUID.fromString(member.connection()));
    return statement.getConnection().createArrayOf("uuid", ids.toArray());
  }

  private <T> List<T> query(String sql, Binding binding, Reading<T> reading) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      List<T> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(reading.read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer: " + e.getSQLState(), e);
    }
  }

  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }
}
