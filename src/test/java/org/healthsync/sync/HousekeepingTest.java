package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ConnectionId;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  /** More than are taken at a time. */
  private static final int MANY = 1_200;

  private final LedgerDatabase database = LedgerDatabase.create();
  private final SettableClock clock = new SettableClock(NOW);
  private boolean pluginActive = true;
  private final SyncTargets targets =
      id -> pluginActive ? Optional.of(OneTarget.of(id, ZoneOffset.UTC)) : Optional.empty();
  private final SyncService syncs = OneReader.syncs(database.database(), clock);
  private final Housekeeping chore =
      new Housekeeping(
          database.database(),
          new DueStreams(database.database(), clock),
          new FirstSyncs(targets, syncs),
          syncs,
          targets,
          clock);

  @Test
  void streamThatIsDueIsAskedForOnceUntilItWasReadOrAQuarterOfAnHourIsOver() {
    ConnectionId connection = database.connection();
    due(connection, "measures", NOW.minusSeconds(1));
    due(connection, "activity", NOW.plusSeconds(1));

    chore.beginDue();
    chore.beginDue();

    assertThat(asked()).containsExactly(connection + " measures");
    clock.advance(Duration.ofMinutes(16));
    chore.beginDue();
    assertThat(asked()).containsExactly(connection + " activity", connection + " measures");
  }

  @Test
  void allThatIsDueIsBegunAtOnceHoweverMuchItIs() {
    ConnectionId connection = database.connection();
    due(connection, MANY, NOW.minusSeconds(1));

    chore.beginDue();

    assertThat(asked()).hasSize(MANY);
  }

  @Test
  void streamsOfConnectionsThatAreNotActiveDoNotStandInTheWayOfOthers() {
    ConnectionId lost = database.connection();
    ConnectionId ended = database.connection();
    ConnectionId active = database.connection();
    status(lost, "REAUTHORIZE");
    status(ended, "REVOKED");
    due(lost, MANY, NOW.minusSeconds(60));
    due(ended, MANY, NOW.minusSeconds(60));
    due(active, "measures", NOW.minusSeconds(1));

    chore.beginDue();

    assertThat(asked()).containsExactly(active + " measures");
    status(lost, "ACTIVE");
    clock.advance(Duration.ofHours(1));
    chore.beginDue();
    assertThat(asked()).as("also when nobody heard of its return").hasSize(MANY + 1);
    assertThat(column("select count(*) from stream_state where next_due_at is null"))
        .as("what is over is due no more")
        .containsExactly(String.valueOf(MANY));
  }

  @Test
  void lookBackIsDueAgainAfterADay() {
    ConnectionId connection = database.connection();
    lookBackDue(connection, "measures");

    chore.beginRereads();
    chore.beginRereads();

    assertThat(column("select window_from at time zone 'UTC' from sync_request"))
        .containsExactly("2026-03-09 00:00:00");
    assertThat(column("select reread_due_at at time zone 'UTC' from stream_state"))
        .containsExactly("2026-03-11 08:00:00");
  }

  @Test
  void lookBackThatWasNotAskedForIsDueAgainSoon() {
    ConnectionId connection = database.connection();
    lookBackDue(connection, "measures");
    pluginActive = false;

    chore.beginRereads();

    assertThat(asked()).isEmpty();
    pluginActive = true;
    clock.advance(Duration.ofMinutes(15));
    chore.beginRereads();
    assertThat(asked()).containsExactly(connection + " measures");
  }

  @Test
  void streamWithoutLookBackIsNotLookedThrough() {
    lookBackDue(database.connection(), "activity");

    chore.beginRereads();

    assertThat(asked()).isEmpty();
    assertThat(column("select reread_due_at at time zone 'UTC' from stream_state"))
        .containsExactly("2026-03-11 08:00:00");
  }

  @Test
  void accountsOfWhichNothingIsAskedDoNotStandInTheWayOfThoseThatWereForgotten() {
    IntStream.range(0, MANY).forEach(i -> database.connection());
    pluginActive = false;
    chore.beginForgotten();
    chore.beginForgotten();
    pluginActive = true;

    chore.beginForgotten();
    assertThat(connectionsAsked()).as("the last of three looks").isEqualTo(MANY - 1_000);
    chore.beginForgotten();
    chore.beginForgotten();

    assertThat(connectionsAsked()).isEqualTo(MANY);
  }

  private int connectionsAsked() {
    return column("select distinct connection_id from sync_request").size();
  }

  private List<String> asked() {
    return column("select connection_id || ' ' || stream from sync_request order by 1");
  }

  private List<String> column(String sql) {
    return database.column(sql);
  }

  private void status(ConnectionId connection, String status) {
    database.update("update connection set status = ? where id = ?", status, connection.value());
  }

  private void due(ConnectionId connection, String stream, Instant at) {
    database.update(
        "insert into stream_state (connection_id, stream, next_due_at)"
            + " values (?, ?, ?::timestamptz)",
        connection.value(),
        stream,
        at.toString());
  }

  private void due(ConnectionId connection, int streams, Instant at) {
    database.update(
        "insert into stream_state (connection_id, stream, next_due_at)"
            + " select ?, 's' || n, ?::timestamptz from generate_series(1, ?) n",
        connection.value(),
        at.toString(),
        streams);
  }

  private void lookBackDue(ConnectionId connection, String stream) {
    database.update(
        "insert into stream_state (connection_id, stream, reread_due_at)"
            + " values (?, ?, ?::timestamptz)",
        connection.value(),
        stream,
        NOW.minusSeconds(1).toString());
  }
}
