package org.healthsync.spi.reading;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A value of a reading or of one of its components. */
public sealed interface Value {

  /**
   * A number with a unit.
   *
   * @param number every digit as the provider gave it
   * @param unit UCUM code, case-sensitive
   * @param comparator whether the true value lies beyond what the device can show
   */
  record Quantity(BigDecimal number, String unit, Comparator comparator) implements Value {

    /** An exact quantity. */
    public static Quantity of(BigDecimal number, String unit) {
      return new Quantity(number, unit, Comparator.EXACT);
    }
  }

  /** How a shown number relates to the true one. */
  enum Comparator {
    /** As shown. */
    EXACT,
    /** Below what is shown: the sensor's lower end. */
    LESS,
    /** Above what is shown: the sensor's upper end. */
    GREATER
  }

  /**
   * A code.
   *
   * @param system {@code provider} for the provider's own codes, {@code wearable-measure} for the
   *     service's, or a URI
   * @param code the code
   * @param text as the provider shows it, or null
   */
  record Concept(String system, String code, @Nullable String text) implements Value {}

  /**
   * Known to be missing.
   *
   * @param reason a code of FHIR's data-absent-reason, such as {@code not-performed}
   */
  record Absent(String reason) implements Value {}
}
