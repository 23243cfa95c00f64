package org.healthsync.sandbox.withings.history;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/**
 * A made-up account holder. Everything about the person follows from the seed and the index.
 *
 * @param index place in the list of users, from 0
 * @param userId the vendor's number for the account
 * @param zone where the person lives; the local days and nights are counted there
 */
public record Person(int index, long userId, String name, ZoneId zone, long seed) {

  private static final long FIRST_USER_ID = 45_678_901L;

  /** Above 2^31, as the vendor's are: whoever keeps ids in 32 bits finds out here. */
  private static final long FIRST_RECORD_ID = 6_000_000_000L;

  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "America/St_Johns",
          "Asia/Kathmandu",
          "Australia/Lord_Howe",
          "America/New_York",
          "Pacific/Auckland",
          "Europe/Paris",
          "Asia/Tokyo");

  private static final List<String> NAMES =
      List.of("Ada", "Bela", "Chandra", "Dora", "Emil", "Frida", "Goran", "Hana");

  /** The person at that place of the list. */
  public static Person at(int index, long worldSeed) {
    ZoneId zone = ZoneId.of(ZONES.get(index % ZONES.size()));
    String name = NAMES.get(index % NAMES.size()) + " Sandbox";
    if (index >= NAMES.size()) {
      name += " " + (index / NAMES.size() + 1);
    }
    return new Person(index, FIRST_USER_ID + index, name, zone, scramble(worldSeed + index));
  }

  /**
   * Random numbers that depend on the person, the kind and the day alone, whatever was drawn
   * before.
   */
  Random dice(Kind kind, long day) {
    return new Random(scramble(scramble(seed ^ scramble(kind.number())) + day));
  }

  Random dice(Kind kind, LocalDate day) {
    return dice(kind, day.toEpochDay());
  }

  /** A number for the record of that kind on that day, unique over people, kinds and days. */
  long id(Kind kind, LocalDate day) {
    return FIRST_RECORD_ID + index * 10_000_000L + day.toEpochDay() * 100L + kind.number();
  }

  Traits traits() {
    return Traits.of(dice(Kind.TRAITS, 0));
  }

  /** Neighbouring seeds must not give neighbouring numbers (the finalizer of SplitMix64). */
  private static long scramble(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
