package org.healthsync.fetch;

import java.time.Duration;

/** The answer to "may I send this request now?". */
public sealed interface Permit {

  /** Yes; the permits are taken, whatever becomes of the request. */
  record Granted() implements Permit {}

  /**
   * No, and nothing was taken.
   *
   * @param retryAfter when to ask again; no promise that it is granted then
   * @param budget which budget is used up
   */
  record Refused(Duration retryAfter, String budget) implements Permit {}
}
