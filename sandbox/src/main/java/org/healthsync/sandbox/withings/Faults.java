package org.healthsync.sandbox.withings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults still to come, in the order in which they were asked for. Safe for many threads. */
final class Faults {

  private final List<FaultRule> rules = new ArrayList<>();

  synchronized void add(FaultRule rule) {
    rules.add(rule);
  }

  synchronized void clear() {
    rules.clear();
  }

  /** The first rule for such a call; it strikes once less afterwards. */
  synchronized Optional<FaultRule> take(String label) {
    for (int i = 0; i < rules.size(); i++) {
      FaultRule rule = rules.get(i);
      if (rule.strikes(label)) {
        if (rule.times() == 1) {
          rules.remove(i);
        } else {
          rules.set(i, rule.once());
        }
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
