package org.healthsync.it;

import java.util.Arrays;
import java.util.stream.Stream;

/** Weights that no log line holds by chance, so that finding one means that it was logged. */
enum Planted {
  ADDED(123_457, -3, "123.457"),
  CORRECTED(98_765_431, -6, "98.765431"),
  AMONG_BAD_VALUES(87_654_321, -6, "87.654321"),
  IN_A_MESSAGE(76_543_219, -6, "76.543219");

  private final long value;
  private final int power;
  private final String kilograms;

  Planted(long value, int power, String kilograms) {
    this.value = value;
    this.power = power;
    this.kilograms = kilograms;
  }

  /** The number as the provider sends it. */
  long value() {
    return value;
  }

  /** The power of ten that it is multiplied by. */
  int power() {
    return power;
  }

  /** The real value, in decimal. */
  String kilograms() {
    return kilograms;
  }

  /** The spellings under which one could be logged. */
  static Stream<String> forms() {
    return Arrays.stream(values())
        .flatMap(planted -> Stream.of(Long.toString(planted.value), planted.kilograms));
  }
}
