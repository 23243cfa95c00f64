package org.healthsync.sandbox.withings;

import java.util.Map;

/**
 * What happened since the start or the last reset.
 *
 * @param calls by action ("measure/getmeas"), whatever their outcome
 * @param callsOverLimit refused by the rate limit itself; injected 601 do not count
 * @param codeCalls token calls with a code
 * @param refreshCalls token calls with a refresh token, in whatever way they ended
 * @param refusedRefreshes refresh calls that the cloud itself refused because the token was no good
 * @param notificationsSent to subscribed addresses
 * @param notificationsAccepted of these, answered with a status below 400
 */
public record CloudStats(
    Map<String, Long> calls,
    long callsOverLimit,
    long codeCalls,
    long refreshCalls,
    long refusedRefreshes,
    long notificationsSent,
    long notificationsAccepted) {

  public CloudStats {
    calls = Map.copyOf(calls);
  }

  /** Calls of one action. */
  public long callsOf(String action) {
    return calls.getOrDefault(action, 0L);
  }
}
