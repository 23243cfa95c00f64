package org.healthsync.faults.check;

import java.util.List;
import java.util.function.Function;

/** Judges a history by every promise. */
public final class Checker {

  private static final List<Function<History, Verdict>> JUDGES =
      List.of(
          Contents::nothingLost,
          Contents::nothingExtra,
          Contents::nothingTwice,
          Contents::contentOfTheSource,
          Contents::versionsAreChanges,
          Conduct::withinQuota,
          Conduct::oneRefresh,
          Conduct::cursorBehindStore,
          Conduct::nothingStuck);

  private Checker() {}

  /** One verdict for each promise, in the order of {@link Promise}. */
  public static List<Verdict> judge(History history) {
    return JUDGES.stream().map(judge -> judge.apply(history)).toList();
  }

  /** The verdicts on promises that were broken. */
  public static List<Verdict> broken(History history) {
    return judge(history).stream().filter(verdict -> !verdict.kept()).toList();
  }
}
