package org.healthsync.sandbox.withings.history;

/**
 * The vendor's numbers for what the sandbox people measure (API reference, "Measure - Getmeas",
 * {@code type}).
 */
final class MeasureType {

  static final int WEIGHT = 1;
  static final int HEIGHT = 4;
  static final int FAT_FREE_MASS = 5;
  static final int FAT_RATIO = 6;
  static final int FAT_MASS = 8;
  static final int DIASTOLIC = 9;
  static final int SYSTOLIC = 10;
  static final int HEART_PULSE = 11;
  static final int SPO2 = 54;
  static final int BODY_TEMPERATURE = 71;
  static final int MUSCLE_MASS = 76;
  static final int HYDRATION = 77;
  static final int BONE_MASS = 88;
  static final int PULSE_WAVE_VELOCITY = 91;
  static final int VISCERAL_FAT = 170;
  static final int SEGMENT_FAT_FREE_MASS = 173;
  static final int SEGMENT_FAT_MASS = 174;
  static final int SEGMENT_MUSCLE_MASS = 175;

  private MeasureType() {}
}
