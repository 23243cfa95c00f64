package org.healthsync.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The peer's table of single values, by Withings' number of the measure type. */
enum Single {
  WEIGHT(1, "body-weight", "vital-signs", "bodyweight", "29463-7", "Body weight", "kg"),
  FAT_PERCENTAGE(
      6, "body-fat-percentage", "exam", null, "41982-0", "Percentage of body fat Measured", "%"),
  FAT_MASS(8, "body-fat-mass", "exam", null, "73708-0", "Body fat [Mass] Calculated", "kg"),
  TEMPERATURE(
      71, "body-temperature", "vital-signs", "bodytemp", "8310-5", "Body temperature", "Cel"),
  OXYGEN(
      54,
      "oxygen-saturation",
      "vital-signs",
      "oxygensat",
      "2708-6",
      "Oxygen saturation in Arterial blood",
      "%"),
  MUSCLE(76, "muscle-mass", "exam", null, "73964-9", null, "kg"),
  WATER(77, "body-water-mass", "exam", null, "101683-1", "Body water mass", "kg"),
  BONE(88, "bone-mass", "exam", null, "101685-6", "Body bone mass", "kg");

  final int type;
  final String reading;
  final String category;
  final @Nullable String profile;
  final String loinc;
  final @Nullable String display;
  final String unit;
  final String unitText;
  final String text;
  final @Nullable String second;
  final @Nullable String secondDisplay;
  final @Nullable String mdc;
  final boolean impedance;

  Single(
      int type,
      String reading,
      String category,
      @Nullable String profile,
      String loinc,
      @Nullable String display,
      String unit) {
    this.type = type;
    this.reading = reading;
    this.category = category;
    this.profile = profile;
    this.loinc = loinc;
    this.display = display;
    this.unit = unit;
    this.unitText = unit.equals("Cel") ? "°C" : unit;
    this.text =
        reading.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
            + reading.substring(1).replace('-', ' ');
    boolean oxygen = type == 54;
    this.second = oxygen ? "59408-5" : null;
    this.secondDisplay = oxygen ? "Oxygen saturation in Arterial blood by Pulse oximetry" : null;
    this.mdc =
        switch (type) {
          case 1 -> "188736";
          case 6 -> "188748";
          case 54 -> "150456";
          case 71 -> "150364";
          default -> null;
        };
    this.impedance = type == 6 || type == 8 || type >= 76;
  }

  static Single of(int type) {
    return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst().orElseThrow();
  }
}
