package org.healthsync.sandbox.withings.history;

/**
 * What a person does that leaves data. Each kind draws its own random numbers and its own range of
 * ids.
 */
enum Kind {
  TRAITS(1),
  DEVICE(2),
  HEIGHT(3),
  WEIGH_IN(4),
  BLOOD_PRESSURE(5),
  TEMPERATURE(6),
  OXYGEN(7),
  PULSE_WAVE(8),
  ACTIVITY(9),
  SLEEP(10),
  WORKOUT(11),
  ECG(12),
  INTRADAY(13),
  SLEEP_STAGE(14);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  /** Between 1 and 99 and never changed: ids and random numbers are made from it. */
  int number() {
    return number;
  }
}
