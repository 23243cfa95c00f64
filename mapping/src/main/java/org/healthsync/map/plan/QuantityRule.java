package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * A number with its unit.
 *
 * @param number how the number is read
 * @param unit gives the UCUM code
 * @param comparator gives {@code less} or {@code greater} where a sensor shows its own end, or null
 */
public record QuantityRule(NumberRule number, Source unit, @Nullable Source comparator) {

  private static final Map<String, Value.Comparator> COMPARATORS =
      Map.of("less", Value.Comparator.LESS, "greater", Value.Comparator.GREATER);

  /** The quantity; empty when its number is absent. */
  public Optional<Value.Quantity> read(Frame frame) throws Unmappable {
    Optional<BigDecimal> value = number.read(frame);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String code =
        Texts.read(unit, frame)
            .orElseThrow(() -> new Unmappable(Flaw.MISSING_UNIT, unit.pointer(frame)));
    return Optional.of(new Value.Quantity(value.get(), code, comparator(comparator, frame)));
  }

  /** Exact unless told. */
  static Value.Comparator comparator(@Nullable Source comparator, Frame frame) throws Unmappable {
    if (comparator == null) {
      return Value.Comparator.EXACT;
    }
    return Texts.read(comparator, frame)
        .map(text -> COMPARATORS.getOrDefault(text, Value.Comparator.EXACT))
        .orElse(Value.Comparator.EXACT);
  }
}
