package org.healthsync.faults.check;

import java.util.ArrayList;
import java.util.List;

/** Judges how the service behaved towards the provider and its own database. */
final class Conduct {

  private Conduct() {}

  /** No span of the quota's length holds more calls than it allows. */
  static Verdict withinQuota(History history) {
    List<String> over = new ArrayList<>();
    for (Metered metered : history.traffic().metered()) {
      over(metered.calls(), metered.quota()).forEach(call -> over.add(metered.of() + ": " + call));
    }
    for (long i = 0; i < history.traffic().turnedAway(); i++) {
      over.add("a call that the provider turned away");
    }
    return Verdict.of(Promise.WITHIN_QUOTA, over);
  }

  private static List<String> over(List<Long> calls, Quota quota) {
    List<Long> sorted = calls.stream().sorted().toList();
    List<String> over = new ArrayList<>();
    for (int last = quota.calls(); last < sorted.size(); last++) {
      long span = sorted.get(last) - sorted.get(last - quota.calls());
      if (span < quota.window().toMillis()) {
        over.add("the call at " + sorted.get(last) + ", within " + span + " ms");
      }
    }
    return over;
  }

  /** A refresh token is used once, and what comes of it is stored. */
  static Verdict oneRefresh(History history) {
    Refreshes refreshes = history.refreshes();
    List<String> wrong = new ArrayList<>();
    long calls = refreshes.accountable();
    if (calls > refreshes.rotations()) {
      wrong.add(calls + " refresh calls for " + refreshes.rotations() + " rotations");
    }
    if (refreshes.refused() > refreshes.wanted()) {
      wrong.add(refreshes.refused() + " refresh calls were refused");
    }
    return Verdict.of(Promise.ONE_REFRESH, wrong);
  }

  /** A cursor moves only in the transaction that stores the page it comes from. */
  static Verdict cursorBehindStore(History history) {
    return Verdict.of(
        Promise.CURSOR_BEHIND_STORE,
        history.cursorMoves().stream()
            .filter(move -> !move.withPage())
            .map(move -> move.connection() + " " + move.stream() + " in " + move.transaction())
            .toList());
  }

  /** Nothing waits any more, and nothing was given up. */
  static Verdict nothingStuck(History history) {
    Leftovers left = history.leftovers();
    List<String> stuck = new ArrayList<>();
    add(stuck, left.requests(), "open requests");
    add(stuck, left.runs(), "open runs");
    add(stuck, left.outbox(), "rows of the outbox");
    history.givenUp().forEach(request -> stuck.add("given up: " + request));
    return Verdict.of(Promise.NOTHING_STUCK, stuck);
  }

  private static void add(List<String> stuck, long count, String what) {
    if (count > 0) {
      stuck.add(count + " " + what);
    }
  }
}
