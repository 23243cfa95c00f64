package org.healthsync.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the counts of a client id had come when Redis last answered, so that it can be told when
 * it comes back with older ones: for each replica by itself, as what one has taken since must not
 * hide what is missing of another.
 *
 * @param begun when they were begun, in milliseconds of the clock of Redis
 * @param taken permits taken since then
 * @param forgot who took nothing since then may be missing in {@code replicas}
 * @param replicas how many each replica took
 */
record KnownCounts(long begun, long taken, long forgot, Map<String, Taken> replicas) {

  /** Before the first answer. */
  static final KnownCounts NONE = new KnownCounts(0, 0, 0, Map.of());

  /** Permits that a replica took, and when it took the last of them. */
  record Taken(long permits, long at) {}

  KnownCounts {
    replicas = Map.copyOf(replicas);
  }

  /** Reads the end of an answer of {@code take-budget.lua}. */
  static KnownCounts read(List<?> answer) {
    Map<String, Taken> replicas = new HashMap<>();
    List<?> each = (List<?>) answer.get(3);
    for (int i = 0; i < each.size(); i += 3) {
      replicas.put((String) each.get(i), new Taken((Long) each.get(i + 1), (Long) each.get(i + 2)));
    }
    return new KnownCounts(
        (Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2), replicas);
  }

  /**
   * What is known with another answer, which may be older as many threads ask. Whom Redis has
   * forgotten is forgotten here, too, but for {@code self}.
   */
  KnownCounts and(KnownCounts told, String self) {
    if (begun != told.begun) {
      return begun > told.begun ? this : told;
    }
    long forgotten = Math.max(forgot, told.forgot);
    Map<String, Taken> most = new HashMap<>(replicas);
    told.replicas.forEach(
        (name, one) ->
            most.merge(name, one, (mine, its) -> mine.permits > its.permits ? mine : its));
    most.entrySet().removeIf(one -> one.getValue().at <= forgotten && !one.getKey().equals(self));
    return new KnownCounts(begun, Math.max(taken, told.taken), forgotten, most);
  }

  /** As {@code take-budget.lua} reads them. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    replicas.forEach(
        (name, one) -> {
          arguments.add(name);
          arguments.add(Long.toString(one.permits));
          arguments.add(Long.toString(one.at));
        });
    return arguments;
  }
}
