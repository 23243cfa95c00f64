package org.healthsync.it;

import java.util.Arrays;
import java.util.stream.Stream;

/** Weights that no log line holds by chance, so that finding one means that it was logged. */
enum Planted {
  ADDED(123_457),
  CORRECTED(98_765_431),
  AMONG_BAD_VALUES(87_654_321);

  private final long milligramsOrGrams;

  Planted(long value) {
    this.milligramsOrGrams = value;
  }

  /** The number as the provider sends it, with the power of ten minus three. */
  long value() {
    return milligramsOrGrams;
  }

  /** The spellings under which one could be logged. */
  static Stream<String> forms() {
    return Arrays.stream(values())
        .map(Planted::value)
        .flatMap(value -> Stream.of(value.toString(), value / 1_000 + "." + value % 1_000));
  }
}
