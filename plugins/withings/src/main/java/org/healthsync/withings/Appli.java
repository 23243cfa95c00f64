package org.healthsync.withings;

import java.util.Arrays;
import java.util.Optional;

/** Notification categories ("Notification categories" of the data API guide) that we use. */
enum Appli {
  /** Weight and body composition. */
  WEIGHT(1, WithingsStream.MEASURES),
  /** Body and skin temperature. */
  TEMPERATURE(2, WithingsStream.MEASURES),
  /** Blood pressure, heart rate, SpO2. */
  PRESSURE(4, WithingsStream.MEASURES),
  /** Steps, distance, calories, workouts. */
  ACTIVITY(16, WithingsStream.ACTIVITY),
  /** Nights. */
  SLEEP(44, WithingsStream.SLEEP_SUMMARY);

  /** The person's profile changed, or the person left: {@code action} tells which. */
  static final int PROFILE = 46;

  private final int code;
  private final WithingsStream stream;

  Appli(int code, WithingsStream stream) {
    this.code = code;
    this.stream = stream;
  }

  /** The category of that number; empty for one that we do not subscribe to. */
  static Optional<Appli> of(long code) {
    return Arrays.stream(values()).filter(appli -> appli.code == code).findFirst();
  }

  int code() {
    return code;
  }

  /** Where the changed data are read. */
  WithingsStream stream() {
    return stream;
  }
}
