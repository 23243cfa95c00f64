package org.healthsync.faults.scenario;

import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.faults.check.Checker;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.check.Verdict;
import org.healthsync.faults.run.Trial;

/** Demands that the checker notices what was broken on purpose. */
final class Breach {

  private Breach() {}

  /** All of these promises, by its verdict, are broken. */
  static void expect(Trial trial, Set<Promise> promises) {
    History history = trial.history();
    Set<Promise> broken =
        Checker.broken(history).stream().map(Verdict::promise).collect(Collectors.toSet());
    trial.saw("the checker says " + Checker.broken(history));
    trial.demand(broken.containsAll(promises), "the checker missed some of " + promises);
  }
}
