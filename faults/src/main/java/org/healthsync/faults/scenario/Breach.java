package org.healthsync.faults.scenario;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.healthsync.faults.check.Checker;
import org.healthsync.faults.check.History;
import org.healthsync.faults.check.Promise;
import org.healthsync.faults.check.Verdict;
import org.healthsync.faults.run.Trial;

/** Demands that the checker notices what was broken on purpose, and calls nothing else broken. */
final class Breach {

  private Breach() {}

  /** These promises, by its verdict, are broken when all is over, and all others are kept. */
  static void expect(Trial trial, Set<Promise> promises) {
    expect(trial, promises, history -> history);
  }

  /** The same with what is known of the fault taken into account. */
  static void expect(Trial trial, Set<Promise> promises, UnaryOperator<History> known) {
    trial.quiet();
    History history = known.apply(trial.history());
    Set<Promise> broken =
        Checker.broken(history).stream().map(Verdict::promise).collect(Collectors.toSet());
    trial.saw("the checker says " + Checker.broken(history));
    trial.demand(broken.equals(promises), "the checker should have said " + promises);
  }
}
