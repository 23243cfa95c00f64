package org.healthsync.sandbox.withings;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers every vendor call without its secrets, the latest in full, all of them in numbers. Safe
 * for many threads.
 */
final class CallLog {

  private static final int REMEMBERED = 200_000;

  private static final Set<String> SECRET =
      Set.of("client_secret", "code", "refresh_token", "access_token", "nonce", "signature");

  private final Clock clock;
  private final int remembered;
  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private final Map<String, Long> byAction = new TreeMap<>();
  private long forgotten;
  private long overLimit;
  private long codeCalls;
  private long refreshCalls;
  private long refusedRefreshes;
  private long notificationsSent;
  private long notificationsAccepted;

  CallLog(Clock clock) {
    this(clock, REMEMBERED);
  }

  /** Remembers so many calls in full. */
  CallLog(Clock clock, int remembered) {
    this.clock = clock;
    this.remembered = remembered;
  }

  /** Adds a call; {@code turnedAway} says whether the rate limit itself turned it away. */
  synchronized void add(
      String action, @Nullable Long user, String outcome, Params params, boolean turnedAway) {
    Map<String, String> open =
        params.call().parameters().entrySet().stream()
            .filter(parameter -> !SECRET.contains(parameter.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, p -> String.join(",", p.getValue())));
    if (calls.size() == remembered) {
      calls.removeFirst();
      forgotten++;
    }
    calls.addLast(new RecordedCall(clock.millis(), action, user, outcome, open));
    byAction.merge(action, 1L, Long::sum);
    overLimit += turnedAway ? 1 : 0;
    if (action.equals(Operation.REQUEST_TOKEN.label())) {
      countToken(open.getOrDefault("grant_type", ""), outcome);
    }
  }

  private void countToken(String grantType, String outcome) {
    if (grantType.equals("authorization_code")) {
      codeCalls++;
    } else if (grantType.equals("refresh_token")) {
      refreshCalls++;
      refusedRefreshes += outcome.equals("503") ? 1 : 0;
    }
  }

  synchronized void notificationSent() {
    notificationsSent++;
  }

  synchronized void notificationAccepted() {
    notificationsAccepted++;
  }

  /**
   * All of them.
   *
   * @throws IllegalStateException when there were more than are remembered: who counts would not
   *     notice
   */
  synchronized List<RecordedCall> calls() {
    if (forgotten > 0) {
      throw new IllegalStateException(forgotten + " calls are not remembered any more");
    }
    return List.copyOf(calls);
  }

  synchronized CloudStats stats() {
    return new CloudStats(
        byAction,
        overLimit,
        codeCalls,
        refreshCalls,
        refusedRefreshes,
        notificationsSent,
        notificationsAccepted);
  }
}
