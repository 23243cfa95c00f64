package org.healthsync.sandbox.withings.history;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of data a simulated person has, named as the control API names them. */
public enum DataStream {
  /** Groups of measures, read with {@code getmeas}. */
  MEASURES("measures"),
  /** Daily totals, read with {@code getactivity}. */
  ACTIVITY("activity"),
  /** Night summaries, read with {@code getsummary}. */
  SLEEP("sleep"),
  WORKOUTS("workouts"),
  /** ECG recordings, read with {@code heart list}. */
  HEART("heart"),
  /** Samples within the day, each a record of its own. */
  INTRADAY("intraday"),
  /** Segments of nights in one sleep stage, with their samples. */
  SLEEP_DETAIL("sleep-detail"),
  /** What the person has connected. */
  DEVICES("devices");

  private final String id;

  DataStream(String id) {
    this.id = id;
  }

  /** The name in paths and answers of the control API. */
  public String id() {
    return id;
  }

  /** The stream of that name. */
  public static Optional<DataStream> named(String id) {
    return Arrays.stream(values()).filter(stream -> stream.id.equals(id)).findFirst();
  }
}
