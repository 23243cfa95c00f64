package org.healthsync.sandbox.withings.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;

/**
 * One record of a stream: a measure group, a day, a night, a workout, a recording.
 *
 * @param key what the vendor identifies it by: group id, local date, sleep id, workout id, signal
 *     id
 * @param from begin in epoch seconds
 * @param to end in epoch seconds; equal to {@code from} for a single moment
 * @param day local date that the vendor files it under
 * @param modified epoch second of the last change; the record is invisible before
 * @param deleted whether it is only a tombstone by now
 * @param json as the vendor writes it, with every field; never changed in place
 */
public record Entry(
    String key,
    long from,
    long to,
    LocalDate day,
    long modified,
    boolean deleted,
    ObjectNode json) {

  /** The same record, gone since that second. */
  public Entry deletedAt(long second) {
    return new Entry(key, from, to, day, second, true, json);
  }

  /** Identity and state only: the values are health data. */
  @Override
  public String toString() {
    return key + "@" + modified + (deleted ? " deleted" : "");
  }
}
