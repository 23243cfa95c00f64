package org.healthsync.it;

import java.util.List;
import org.healthsync.sandbox.withings.ReadingKeys;
import org.healthsync.sandbox.withings.SourceItem;

/** What a source's items must become, in short for the tests here. */
final class SourceKeys {

  private SourceKeys() {}

  /** See {@link ReadingKeys#of}. */
  static List<String> of(List<SourceItem> truth) {
    return ReadingKeys.of(truth);
  }

  /** See {@link ReadingKeys#group}. */
  static String group(SourceItem measure) {
    return ReadingKeys.group(measure);
  }
}
