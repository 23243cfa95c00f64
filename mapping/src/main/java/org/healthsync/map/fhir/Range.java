package org.healthsync.map.fhir;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A range, both ends included; null is open.
 *
 * @param min lower end
 * @param max upper end
 */
record Range(@Nullable BigDecimal min, @Nullable BigDecimal max) {

  static final Range OPEN = new Range(null, null);

  boolean contains(BigDecimal number) {
    return (min == null || number.compareTo(min) >= 0)
        && (max == null || number.compareTo(max) <= 0);
  }
}
