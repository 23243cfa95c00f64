package org.healthsync.withings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Notification categories ("Notification categories" of the data API guide) that we use. */
// the lists are immutable, they only do not carry Error Prone's annotation
@SuppressWarnings("ImmutableEnumChecker")
enum Appli {
  /** Weight and body composition. */
  WEIGHT(1, WithingsStream.MEASURES),
  /** Body and skin temperature. */
  TEMPERATURE(2, WithingsStream.MEASURES),
  /** Blood pressure, heart rate, SpO2. */
  PRESSURE(4, WithingsStream.MEASURES),
  /** Steps, distance, calories, workouts. */
  ACTIVITY(16, WithingsStream.ACTIVITY, WithingsStream.INTRADAY, WithingsStream.WORKOUTS),
  /** Nights. */
  SLEEP(44, WithingsStream.SLEEP_SUMMARY, WithingsStream.SLEEP),
  /** An ECG recording has arrived. */
  ECG(54, WithingsStream.ECG);

  /** The person's profile changed, or the person left: {@code action} tells which. */
  static final int PROFILE = 46;

  private final int code;
  private final List<WithingsStream> streams;

  Appli(int code, WithingsStream... streams) {
    this.code = code;
    this.streams = List.of(streams);
  }

  /** The category of that number; empty for one that we do not subscribe to. */
  static Optional<Appli> of(long code) {
    return Arrays.stream(values()).filter(appli -> appli.code == code).findFirst();
  }

  /** What to subscribe to: data, and the profile, which tells when the person leaves. */
  static List<Integer> wanted() {
    return Stream.concat(Arrays.stream(values()).map(appli -> appli.code), Stream.of(PROFILE))
        .toList();
  }

  /** Where the changed data are read. */
  List<WithingsStream> streams() {
    return streams;
  }
}
