package org.healthsync.faults.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that was recorded while a fault was at work.
 *
 * @param source keys of the readings that the accounts hold, as {@link Stored#key}; a key comes as
 *     often as there are readings of that name
 * @param stored what the FHIR server holds of these accounts
 * @param refused references to what the FHIR server refused for good, which is in quarantine
 * @param changes how often a reading changed at the source after it was first read, by key
 * @param calls when the provider counted calls, in epoch milliseconds
 * @param quota what the provider allows; empty when it was not watched
 * @param further the same by each further limit that was watched
 * @param turnedAway calls that the provider itself counted as too many
 */
public record History(
    List<String> source,
    List<Stored> stored,
    List<String> refused,
    Map<String, Integer> changes,
    List<Long> calls,
    Optional<Quota> quota,
    List<Metered> further,
    long turnedAway,
    Refreshes refreshes,
    List<CursorMove> cursorMoves,
    Leftovers leftovers) {

  /** Copies everything. */
  public History {
    source = List.copyOf(source);
    stored = List.copyOf(stored);
    refused = List.copyOf(refused);
    changes = Map.copyOf(changes);
    calls = List.copyOf(calls);
    further = List.copyOf(further);
    cursorMoves = List.copyOf(cursorMoves);
  }

  /** How many readings are lost of accounts that lost some, by what identifiers call them. */
  public Map<String, Integer> lostOfAccounts() {
    Map<String, Integer> accounts = new TreeMap<>();
    for (String key : Contents.lost(this)) {
      accounts.merge(key.substring(0, Math.max(0, key.indexOf('/'))), 1, Integer::sum);
    }
    return accounts;
  }

  /** The same, where the fault wanted the refusals. */
  public History withoutRefused() {
    return new History(
        source,
        stored,
        List.of(),
        changes,
        calls,
        quota,
        further,
        turnedAway,
        refreshes,
        cursorMoves,
        leftovers);
  }

  /** The same with another source, for faults that keep some of it away on purpose. */
  public History withSource(List<String> expected) {
    return new History(
        expected,
        stored,
        refused,
        changes,
        calls,
        quota,
        further,
        turnedAway,
        refreshes,
        cursorMoves,
        leftovers);
  }

  /** The same, where the source is known to have changed after it was first read. */
  public History withChanges(Map<String, Integer> known) {
    return new History(
        source,
        stored,
        refused,
        known,
        calls,
        quota,
        further,
        turnedAway,
        refreshes,
        cursorMoves,
        leftovers);
  }

  /** The same, where the fault itself lost answers of token calls or wanted refusals. */
  public History withExcused(long refreshCalls) {
    return new History(
        source,
        stored,
        refused,
        changes,
        calls,
        quota,
        further,
        turnedAway,
        new Refreshes(refreshes.asked(), refreshes.refused(), refreshes.rotations(), refreshCalls),
        cursorMoves,
        leftovers);
  }
}
