package org.healthsync.faults.run;

import org.healthsync.sandbox.withings.WithingsCloudOptions.Offsets;

/**
 * Who has accounts at the simulated provider, what they hold, and how it lets them be read.
 *
 * @param number with accounts
 * @param historyDays how long their generated history is
 * @param detailDays so many of its last days have samples within the day and sleep stages
 * @param pageSize records in a page of the provider
 * @param offsets what the numbers count by which pages are continued
 * @param callsPerMinute what the provider allows, and what the service is told that it allows
 * @param turnedAway whether the provider turns calls beyond that away; if not, only whoever counts
 *     them afterwards can tell
 */
public record People(
    int number,
    int historyDays,
    int detailDays,
    int pageSize,
    Offsets offsets,
    int callsPerMinute,
    boolean turnedAway) {

  /** Small pages of a short history and a provider that is never the bottleneck. */
  static final People FEW = new People(80, 12, 0, 10, Offsets.STABLE, 6_000, true);

  People with(int people) {
    return new People(
        people, historyDays, detailDays, pageSize, offsets, callsPerMinute, turnedAway);
  }

  People withHistory(int days, int newPageSize) {
    return new People(number, days, detailDays, newPageSize, offsets, callsPerMinute, turnedAway);
  }

  People withDetail(int days) {
    return new People(number, historyDays, days, pageSize, offsets, callsPerMinute, turnedAway);
  }

  People withOffsets(Offsets other) {
    return new People(number, historyDays, detailDays, pageSize, other, callsPerMinute, turnedAway);
  }

  People withCallsPerMinute(int calls) {
    return new People(number, historyDays, detailDays, pageSize, offsets, calls, turnedAway);
  }

  People notTurnedAway() {
    return new People(number, historyDays, detailDays, pageSize, offsets, callsPerMinute, false);
  }
}
