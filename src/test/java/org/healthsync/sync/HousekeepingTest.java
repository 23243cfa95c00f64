package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.ledger.SettableClock;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.RunId;
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
  private final DueStreams due = new DueStreams(clock);
  private final FirstSyncs firstSyncs = new FirstSyncs(database.database(), targets, syncs, due);
  private final Housekeeping chore =
      new Housekeeping(
          database.database(),
          due,
          firstSyncs,
          syncs,
          targets,
          () ->
              List.of(
                  new PolledStream("withings", "measures"),
                  new PolledStream("withings", "activity"),
                  new PolledStream("withings", "ecg")),
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
  void streamThatWaitsToBeReadIsNotAskedForAgain() {
    ConnectionId connection = database.connection();
    firstSyncs.activated(connection);

    clock.advance(Duration.ofHours(1));
    chore.beginDue();

    assertThat(column("select reason from sync_run")).containsExactly("connected");
    assertThat(column("select distinct lane from sync_request"))
        .as("history does not become urgent by waiting")
        .containsExactly("BACKFILL");
  }

  @Test
  void firstReadThatIsCalledOffIsFollowedByTheUsualOnes() {
    ConnectionId connection = database.connection();
    firstSyncs.activated(connection);
    String run = column("select id from sync_run").get(0);

    syncs.cancel(LedgerDatabase.TENANT, new RunId(UUID.fromString(run)));
    chore.beginDue();
    chore.beginForgotten();
    assertThat(asked()).isEmpty();

    clock.advance(Duration.ofMinutes(15));
    chore.beginDue();
    assertThat(asked()).containsExactly(connection + " activity", connection + " measures");
  }

  @Test
  void connectionThatNobodyHeardOfIsBegun() {
    ConnectionId connection = database.connection();

    chore.beginForgotten();
    chore.beginForgotten();

    assertThat(asked())
        .as("without the one that is not granted")
        .containsExactly(connection + " activity", connection + " measures");
    assertThat(column("select reason from sync_run")).containsExactly("connected");
  }

  @Test
  void streamThatIsNewInAPluginOrThatFailedBeforeItsFirstReadIsBegun() {
    ConnectionId connection = database.connection();
    due(connection, "measures", NOW.plusSeconds(3_600));
    database.update(
        "insert into stream_state (connection_id, stream, last_error) values (?, 'activity', 'X')",
        connection.value());

    chore.beginForgotten();

    assertThat(asked()).containsExactly(connection + " activity");
  }

  @Test
  void forgottenConnectionsAreFoundHoweverManyThereAre() {
    database.update(
        "insert into connection (id, tenant_id, user_id, provider, region, status, return_url,"
            + " created_at, updated_at, version) select gen_random_uuid(), 'ward', 'ann',"
            + " 'withings', 'eu', 'ACTIVE', '', now(), now(), 1 from generate_series(1, 4500)");
    database.update(
        "insert into stream_state (connection_id, stream, next_due_at) select id, s, now()"
            + " from connection, unnest(array['measures', 'activity']) s");
    List<ConnectionId> forgotten = Stream.generate(database::connection).limit(9).toList();

    chore.beginForgotten();
    chore.beginForgotten();
    chore.beginForgotten();

    assertThat(column("select distinct connection_id from sync_request"))
        .containsExactlyInAnyOrderElementsOf(
            forgotten.stream().map(ConnectionId::toString).toList());
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
