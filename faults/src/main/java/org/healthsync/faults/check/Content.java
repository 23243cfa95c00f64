package org.healthsync.faults.check;

import java.math.BigDecimal;

/**
 * What a reading says.
 *
 * @param value the number, as digits without zeros at the end
 * @param at the moment in UTC, or the day
 * @param subject of whom: "Patient/x"
 */
public record Content(String value, String at, String subject) {

  /** Of a number however it is written. */
  public static Content of(BigDecimal value, String at, String subject) {
    return new Content(value.stripTrailingZeros().toPlainString(), at, subject);
  }

  /** Not what it says: it is health data, if only made up. */
  @Override
  public String toString() {
    return "content";
  }
}
