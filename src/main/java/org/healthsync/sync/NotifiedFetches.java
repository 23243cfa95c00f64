package org.healthsync.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.notify.ChangeEffects.Wish;
import org.healthsync.notify.NotifiedConnection;
import org.healthsync.platform.Lane;
import org.healthsync.platform.RequestId;
import org.healthsync.platform.RunId;
import org.healthsync.schedule.NotifiedRequests;
import org.healthsync.schedule.NotifiedRequests.Waiting;
import org.healthsync.schedule.SyncRequests;
import org.healthsync.schedule.SyncRuns;
import org.healthsync.schedule.WorkKind;
import org.healthsync.schedule.WorkQueue;
import org.healthsync.spi.stream.Window;

/**
 * Turns what notifications tell into requests, as few as will do: what waits already is not asked
 * for again, and windows that touch become one. A storm of notifications thus leaves one waiting
 * request for a stream, and no run for each of them.
 */
final class NotifiedFetches {

  /** Windows as near as that are read together: one request costs less than two. */
  private static final Duration NEAR = Duration.ofDays(1);

  /** So many windows of a stream may wait; more are read as one, gaps and all. */
  private static final int MOST_WINDOWS = 4;

  private final NotifiedRequests waiting = new NotifiedRequests();
  private final SyncRequests requests;
  private final SyncRuns runs;
  private final WorkQueue queue;
  private final Runnable lookNow;
  private final Clock clock;

  NotifiedFetches(
      SyncRequests requests, SyncRuns runs, WorkQueue queue, Runnable lookNow, Clock clock) {
    this.requests = requests;
    this.runs = runs;
    this.queue = queue;
    this.lookNow = lookNow;
    this.clock = clock;
  }

  /** Asks for what is not asked for yet, in the caller's transaction. */
  void ask(Connection database, NotifiedConnection connection, List<Wish> wishes)
      throws SQLException {
    // first, since it locks: notifications of one connection take turns
    queue.wake(database, WorkKind.SYNC, connection.id(), clock.instant(), Lane.WEBHOOK);
    List<Wish> missing = new ArrayList<>();
    Map<String, List<Wish>> byStream = new LinkedHashMap<>();
    wishes.forEach(
        wish -> byStream.computeIfAbsent(wish.stream(), name -> new ArrayList<>()).add(wish));
    for (Map.Entry<String, List<Wish>> stream : byStream.entrySet()) {
      missing.addAll(missing(database, connection, stream.getKey(), stream.getValue()));
    }
    if (!missing.isEmpty()) {
      begin(database, connection, missing);
    }
  }

  /** After the commit. */
  void committed() {
    lookNow.run();
  }

  private void begin(Connection database, NotifiedConnection connection, List<Wish> missing)
      throws SQLException {
    RunId run =
        runs.create(
            database,
            connection.tenant(),
            connection.id(),
            Lane.WEBHOOK,
            "notified",
            clock.instant());
    for (Wish wish : missing) {
      requests.add(
          database,
          new SyncRequests.Wanted(
              connection.tenant(), connection.id(), wish.stream(), wish.window(), Lane.WEBHOOK),
          run,
          wish.since());
    }
  }

  private List<Wish> missing(
      Connection database, NotifiedConnection connection, String stream, List<Wish> wishes)
      throws SQLException {
    Instant since = wishes.stream().map(Wish::since).min(Instant::compareTo).orElseThrow();
    List<Wish> missing = new ArrayList<>();
    boolean news = wishes.stream().anyMatch(wish -> wish.window() == null);
    if (news && !waiting.newsWaits(database, connection.id(), stream)) {
      missing.add(new Wish(stream, null, since));
    }
    if (wishes.stream().allMatch(wish -> wish.window() == null)) {
      return missing;
    }
    List<Waiting> before = waiting.of(database, connection.id(), stream);
    List<Waiting> after = new ArrayList<>(before);
    for (Wish wish : wishes) {
      Window window = wish.window();
      if (window != null) {
        join(after, window);
      }
    }
    for (Waiting wanted : after) {
      RequestId request = wanted.request();
      boolean asked =
          before.contains(wanted)
              || (request != null && waiting.widen(database, request, wanted.window()));
      if (!asked) {
        missing.add(new Wish(stream, wanted.window(), since));
      }
    }
    return missing;
  }

  /** Adds a window to a list, by widening one that is near, or any when there are many. */
  private static void join(List<Waiting> windows, Window window) {
    int place = -1;
    for (int i = 0; i < windows.size() && place < 0; i++) {
      place = near(windows.get(i).window(), window) ? i : -1;
    }
    if (place < 0 && windows.size() >= MOST_WINDOWS) {
      place = 0;
    }
    if (place < 0) {
      windows.add(new Waiting(null, window));
    } else {
      Waiting wider = windows.get(place);
      windows.set(place, new Waiting(wider.request(), hull(wider.window(), window)));
    }
  }

  private static boolean near(Window one, Window other) {
    return !one.from().minus(NEAR).isAfter(other.to())
        && !other.from().minus(NEAR).isAfter(one.to());
  }

  private static Window hull(Window one, Window other) {
    return new Window(
        one.from().isBefore(other.from()) ? one.from() : other.from(),
        one.to().isAfter(other.to()) ? one.to() : other.to());
  }
}
