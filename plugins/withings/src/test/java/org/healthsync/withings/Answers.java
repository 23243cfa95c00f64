package org.healthsync.withings;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.healthsync.testkit.StubAnswer;

/** Answers of Withings that a test writes on the spot. */
final class Answers {

  private Answers() {}

  /** An answer without data. */
  static StubAnswer status(long status) {
    return StubAnswer.json("{\"status\": " + status + ", \"body\": {}}");
  }

  /** A page of measures; each group has the given {@code modified}. */
  static StubAnswer measures(long updateTime, String paging, long... modified) {
    return StubAnswer.json(
        """
        {"status": 0, "body": {"updatetime": %d, "measuregrps": [%s]%s}}"""
            .formatted(updateTime, records(modified), paging));
  }

  /** A page of activity days; each has the given {@code modified}. */
  static StubAnswer activity(String paging, long... modified) {
    return StubAnswer.json(
        """
        {"status": 0, "body": {"activities": [%s]%s}}"""
            .formatted(records(modified), paging));
  }

  /** Members that promise a page at {@code offset}. */
  static String more(long offset) {
    return ", \"more\": true, \"offset\": " + offset;
  }

  private static String records(long... modified) {
    return Arrays.stream(modified)
        .mapToObj(time -> "{\"modified\": " + time + "}")
        .collect(Collectors.joining(", "));
  }
}
