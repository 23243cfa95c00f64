package org.healthsync.sandbox.withings;

import java.util.List;

/** The vendor's scopes. */
final class Scope {

  static final String INFO = "user.info";
  static final String METRICS = "user.metrics";
  static final String ACTIVITY = "user.activity";
  static final String SLEEP_EVENTS = "user.sleepevents";

  static final List<String> ALL = List.of(INFO, METRICS, ACTIVITY, SLEEP_EVENTS);

  private Scope() {}
}
