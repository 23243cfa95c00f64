package org.healthsync.faults.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.faults.check.Content;
import org.healthsync.sandbox.withings.ReadingKeys;
import org.healthsync.sandbox.withings.SourceItem;
import org.jspecify.annotations.Nullable;

/**
 * What people's accounts hold.
 *
 * @param keys of all readings, as identifiers have them
 * @param contents what some of them say: weights, and the steps of days
 */
record Sources(List<String> keys, Map<String, Content> contents) {

  private static final String WEIGHT = "/1";
  private static final String STEPS = "steps";

  /** Of each account once, though it may have been connected again. */
  static Sources of(Fleet fleet, List<Member> members) {
    List<String> keys = new ArrayList<>();
    Map<String, Content> contents = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Member member : members) {
      if (seen.add(member.accountHash())) {
        List<SourceItem> truth = fleet.cloud(member.provider()).truth(member.accountId());
        ReadingKeys.of(truth).stream().map(member::key).forEach(keys::add);
        truth.stream()
            .filter(item -> !item.deleted())
            .forEach(item -> content(item, member, contents));
      }
    }
    return new Sources(keys, contents);
  }

  private static void content(SourceItem item, Member member, Map<String, Content> contents) {
    String key = item.sourceKey();
    if (item.stream().equals("measures") && key.endsWith(WEIGHT)) {
      String moment = Instant.ofEpochSecond(item.from()).toString();
      note(item.values().get(SourceItem.VALUE), member, key, moment, contents);
    } else if (item.stream().equals("activity")) {
      note(item.values().get(STEPS), member, key + "/" + STEPS, key, contents);
    }
  }

  private static void note(
      @Nullable BigDecimal value,
      Member member,
      String key,
      String at,
      Map<String, Content> contents) {
    if (value != null) {
      contents.put(member.key(key), Content.of(value, at, member.patient()));
    }
  }
}
