package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.util.Random;

/** What stays the same about a body, and how it drifts over the years. */
record Traits(
    int heightCm,
    double weightKg,
    double weightDriftPerYear,
    double fatPercent,
    int systolic,
    int diastolic,
    int restingPulse,
    int dailySteps,
    int sleepMinutes,
    int wakeUpMinute,
    double seasonPhase) {

  private static final double DAYS_PER_YEAR = 365.25;

  static Traits of(Random dice) {
    int height = 158 + dice.nextInt(32);
    double metres = height / 100.0;
    return new Traits(
        height,
        metres * metres * (21.5 + dice.nextDouble() * 7),
        dice.nextDouble() * 3 - 2,
        17 + dice.nextDouble() * 14,
        112 + dice.nextInt(26),
        70 + dice.nextInt(16),
        54 + dice.nextInt(16),
        6_000 + dice.nextInt(5_000),
        400 + dice.nextInt(70),
        6 * 60 + dice.nextInt(75),
        dice.nextDouble() * 2 * Math.PI);
  }

  /**
   * Between -1 and 1, once round a year; StrictMath, because the data must be the same on every
   * machine.
   */
  double season(LocalDate day) {
    return StrictMath.sin(2 * Math.PI * day.toEpochDay() / DAYS_PER_YEAR + seasonPhase);
  }

  double weightOn(LocalDate day, Random dice) {
    double years = (day.toEpochDay() - LocalDate.of(2024, 1, 1).toEpochDay()) / DAYS_PER_YEAR;
    return weightKg + weightDriftPerYear * years + 1.2 * season(day) + 0.35 * dice.nextGaussian();
  }

  double fatPercentOn(LocalDate day, Random dice) {
    return fatPercent + 1.1 * season(day) + 0.3 * dice.nextGaussian();
  }
}
