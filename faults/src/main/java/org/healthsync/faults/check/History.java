package org.healthsync.faults.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that was recorded while a fault was at work.
 *
 * @param source keys of the readings that the accounts hold, as {@link Stored#key}; a key comes as
 *     often as there are readings of that name
 * @param contents what the source says in some of them, by key
 * @param stored what the FHIR server holds of these accounts, and of accounts that nobody connected
 * @param refused references to what the FHIR server refused for good, which is in quarantine
 * @param changes how often a reading changed at the source after it was first read, by key
 * @param traffic the provider's calls
 * @param refreshes what happened to tokens
 * @param cursorMoves how cursors moved in the database
 * @param leftovers what still waits
 * @param givenUp requests that failed for good, as stream and code
 */
public record History(
    List<String> source,
    Map<String, Content> contents,
    List<Stored> stored,
    List<String> refused,
    Map<String, Integer> changes,
    Traffic traffic,
    Refreshes refreshes,
    List<CursorMove> cursorMoves,
    Leftovers leftovers,
    List<String> givenUp) {

  /** Copies everything. */
  public History {
    source = List.copyOf(source);
    contents = Map.copyOf(contents);
    stored = List.copyOf(stored);
    refused = List.copyOf(refused);
    changes = Map.copyOf(changes);
    cursorMoves = List.copyOf(cursorMoves);
    givenUp = List.copyOf(givenUp);
  }

  /** When the first provider counted calls, in epoch milliseconds. */
  public List<Long> calls() {
    return traffic.metered().get(0).calls();
  }

  /** How many readings the FHIR server holds that it does not call errors. */
  public long readings() {
    return stored.stream().filter(one -> one.isReading() && !one.gone()).count();
  }

  /** How many readings are lost of accounts that lost some, by what identifiers call them. */
  public Map<String, Integer> lostOfAccounts() {
    Map<String, Integer> accounts = new TreeMap<>();
    for (String key : Contents.lost(this)) {
      accounts.merge(key.substring(0, Math.max(0, key.indexOf('/'))), 1, Integer::sum);
    }
    return accounts;
  }

  /** What makes a judgement worth nothing since there is nothing to judge. */
  public List<String> emptiness() {
    List<String> empty = new ArrayList<>();
    note(empty, source.isEmpty(), "the source holds nothing");
    note(empty, calls().isEmpty(), "the provider was not called");
    note(empty, cursorMoves.isEmpty(), "no cursor moved");
    return empty;
  }

  private static void note(List<String> empty, boolean holds, String what) {
    if (holds) {
      empty.add(what);
    }
  }

  /** The same, where the fault wanted the refusals. */
  public History withoutRefused() {
    return with(source, List.of(), changes, refreshes, givenUp);
  }

  /** The same with another source, for faults that keep some of it away on purpose. */
  public History withSource(List<String> expected) {
    return with(expected, refused, changes, refreshes, givenUp);
  }

  /** The same with some more readings, which the source held for a time only. */
  public History withMore(List<String> keys) {
    List<String> all = new ArrayList<>(source);
    all.addAll(keys);
    return withSource(all);
  }

  /** The same, where the source is known to have changed after it was first read. */
  public History withChanges(Map<String, Integer> known) {
    return with(source, refused, known, refreshes, givenUp);
  }

  /** The same, where the provider is known to turn calls away: what it lets in is still judged. */
  public History withTurnedAway() {
    return new History(
        source,
        contents,
        stored,
        refused,
        changes,
        new Traffic(traffic.metered(), 0),
        refreshes,
        cursorMoves,
        leftovers,
        givenUp);
  }

  /** The same, where the fault itself lost answers of token calls, or the tokens of it. */
  public History withLostRefreshes(long lost) {
    return with(source, refused, changes, refreshes.withLost(lost), givenUp);
  }

  /** The same, where the fault wanted so many refresh calls to be refused. */
  public History withWantedRefusals(long wanted) {
    return with(source, refused, changes, refreshes.withWanted(wanted), givenUp);
  }

  /** The same, where the fault wants requests to fail for good with these codes. */
  public History withFailures(String... codes) {
    Set<String> wanted = Set.of(codes);
    List<String> others =
        givenUp.stream()
            .filter(failure -> !wanted.contains(failure.substring(failure.indexOf(' ') + 1)))
            .toList();
    return with(source, refused, changes, refreshes, others);
  }

  private History with(
      List<String> newSource,
      List<String> newRefused,
      Map<String, Integer> newChanges,
      Refreshes newRefreshes,
      List<String> newGivenUp) {
    return new History(
        newSource,
        contents,
        stored,
        newRefused,
        newChanges,
        traffic,
        newRefreshes,
        cursorMoves,
        leftovers,
        newGivenUp);
  }
}
