package org.healthsync.faults.scenario;

import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.withings.SandboxControl;

/** Counts calls for data: all but those for tokens and subscriptions. */
final class DataCalls {

  /** What a first reading asks for. */
  static final List<String> ACTIONS =
      List.of(
          "measure/getmeas",
          "measure/getactivity",
          "measure/getworkouts",
          "sleep/getsummary",
          "heart/list",
          "heart/get",
          "user/getdevice");

  private static final List<String> OTHERS = List.of("oauth2/", "signature/", "notify/");

  private DataCalls() {}

  /** That a cloud got so far, of whomever and with whatever outcome. */
  static long of(SandboxControl cloud) {
    return cloud.stats().calls().entrySet().stream()
        .filter(call -> isForData(call.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean isForData(String action) {
    return OTHERS.stream().noneMatch(action::startsWith);
  }
}
