package org.healthsync.map.json;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** Decimal numbers as text: every digit is kept, and what could exhaust memory is no number. */
final class ExactNumber {

  /** More digits than any instrument has. */
  private static final int MAX_LENGTH = 100;

  private static final int MAX_SCALE = 100;
  private static final int DIGITS_OF_A_LONG = 18;

  private ExactNumber() {}

  /** The number, or empty when the text is none or its exponent is beyond all sense. */
  static Optional<BigDecimal> decimal(String text) {
    if (!looksLikeNumber(text)) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) <= MAX_SCALE ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The number when it is whole and fits 64 bits. */
  static OptionalLong integer(String text) {
    if (text.length() <= DIGITS_OF_A_LONG && isDigits(text)) {
      return OptionalLong.of(Long.parseLong(text));
    }
    Optional<BigDecimal> number = decimal(text);
    try {
      return number.isPresent()
          ? OptionalLong.of(number.get().longValueExact())
          : OptionalLong.empty();
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Keeps out NaN, white space, leading plus signs and digits of other scripts. */
  private static boolean looksLikeNumber(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(0) == '+') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '-' && c != '.' && c != 'e' && c != 'E' && c != '+') {
        return false;
      }
    }
    return true;
  }
}
