package org.healthsync.map.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.healthsync.map.json.Json;

/** Constant numbers in mapping files. */
final class Numerals {

  private static final MathContext EXACT = new MathContext(60, RoundingMode.UNNECESSARY);

  private Numerals() {}

  /** The number; one and a mistake when it is none. */
  static BigDecimal decimal(Entry entry) {
    Optional<BigDecimal> number = Json.text(entry.text()).decimal();
    if (number.isEmpty()) {
      entry.mistake("must be a number");
    }
    return number.orElse(BigDecimal.ONE);
  }

  /** 1 divided by the number, where decimals can say it. */
  static BigDecimal inverse(Entry entry) {
    try {
      return BigDecimal.ONE.divide(decimal(entry), EXACT);
    } catch (ArithmeticException e) {
      entry.mistake(
          "dividing by "
              + entry.text()
              + " is not exact in decimals; keep the number and name its unit instead");
      return BigDecimal.ONE;
    }
  }
}
