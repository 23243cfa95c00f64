package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/**
 * How a number is read: value × factor × 10^power ÷ divisor. In exact decimals, but for a divisor
 * that the page gives: its quotient is rounded to 16 digits where decimals cannot say it.
 *
 * @param from where the digits are
 * @param power where the power of ten is, or null
 * @param factor a constant, or null
 * @param divisor where the divisor is, or null
 */
public record NumberRule(
    Source from, @Nullable Source power, @Nullable BigDecimal factor, @Nullable Source divisor) {

  /** Nothing that people carry measures anything beyond 10^±30 of its unit. */
  private static final int MAX_EXPONENT = 30;

  /** The number as it stands. */
  public static NumberRule of(Source from) {
    return new NumberRule(from, null, null, null);
  }

  /** The number times a constant. */
  public static NumberRule times(Source from, BigDecimal factor) {
    return new NumberRule(from, null, factor, null);
  }

  /**
   * The number; empty when its source is absent.
   *
   * @throws Unmappable when it is no number, or its power of ten is absent
   */
  public Optional<BigDecimal> read(Frame frame) throws Unmappable {
    JsonView view = from.read(frame);
    if (view.isAbsent()) {
      return Optional.empty();
    }
    BigDecimal number = view.decimal().orElse(null);
    if (number == null) {
      boolean written = view.kind() == JsonView.Kind.NUMBER;
      throw new Unmappable(
          written ? Flaw.NUMBER_OUT_OF_RANGE : Flaw.NOT_A_NUMBER, from.pointer(frame));
    }
    if (factor != null) {
      number = number.multiply(factor);
    }
    if (power != null) {
      number = number.scaleByPowerOfTen(power(power, frame));
    }
    if (divisor != null) {
      number = sane(number, frame).divide(divisor(divisor, frame), MathContext.DECIMAL64);
    }
    return Optional.of(sane(number, frame));
  }

  private static BigDecimal divisor(Source divisor, Frame frame) throws Unmappable {
    JsonView view = divisor.read(frame);
    BigDecimal number = view.decimal().orElse(BigDecimal.ZERO);
    if (number.signum() == 0) {
      Flaw flaw = view.isAbsent() ? Flaw.MISSING_UNIT : Flaw.NUMBER_OUT_OF_RANGE;
      throw new Unmappable(flaw, divisor.pointer(frame));
    }
    return number;
  }

  private static int power(Source power, Frame frame) throws Unmappable {
    JsonView view = power.read(frame);
    if (view.isAbsent()) {
      throw new Unmappable(Flaw.MISSING_UNIT, power.pointer(frame));
    }
    OptionalLong exponent = view.integer();
    if (exponent.isEmpty() && view.decimal().isEmpty() && view.kind() != JsonView.Kind.NUMBER) {
      throw new Unmappable(Flaw.NOT_A_NUMBER, power.pointer(frame));
    }
    if (exponent.isEmpty() || Math.abs((double) exponent.getAsLong()) > MAX_EXPONENT) {
      throw new Unmappable(Flaw.NUMBER_OUT_OF_RANGE, power.pointer(frame));
    }
    return (int) exponent.getAsLong();
  }

  private BigDecimal sane(BigDecimal number, Frame frame) throws Unmappable {
    int exponent = number.precision() - number.scale() - 1;
    if (exponent > MAX_EXPONENT || exponent < -MAX_EXPONENT || number.scale() > 2 * MAX_EXPONENT) {
      throw new Unmappable(Flaw.NUMBER_OUT_OF_RANGE, from.pointer(frame));
    }
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}
