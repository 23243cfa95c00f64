package org.healthsync.map.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;

/**
 * UCUM units: which are valid and how to convert without losing a digit. Factors come from the UCUM
 * library, the arithmetic is BigDecimal: a power of ten moves the point only, so {@code 1.82 m} is
 * {@code 182 cm} and not {@code 182.00}. Only a quotient that never ends is rounded, to 16 digits.
 *
 * <p>Thread-safe.
 */
final class Units {

  private static final UcumService UCUM = load();

  private final Map<Conversion, Factor> factors = new ConcurrentHashMap<>();

  static boolean isValid(String unit) {
    return UCUM.validate(unit) == null;
  }

  /**
   * Converts; equal units give the number unchanged.
   *
   * @throws UnrenderableException {@code bad-unit} when the units measure different things
   */
  BigDecimal convert(BigDecimal number, String from, String to) {
    if (from.equals(to)) {
      return number;
    }
    // Bounded: only units of the tables and those comparable with them get this far.
    return factors.computeIfAbsent(new Conversion(from, to), Units::factor).apply(number);
  }

  private static Factor factor(Conversion conversion) {
    String from = conversion.from();
    String to = conversion.to();
    if (from.equals("[degF]") && to.equals("Cel")) {
      return f ->
          f.subtract(BigDecimal.valueOf(32))
              .multiply(BigDecimal.valueOf(5))
              .divide(BigDecimal.valueOf(9), MathContext.DECIMAL64);
    }
    if (isOffsetScale(from) || isOffsetScale(to)) {
      throw badUnit();
    }
    try {
      if (!isValid(from) || !UCUM.isComparable(from, to)) {
        throw badUnit();
      }
      return linear(one(from, to), one(to, from));
    } catch (UcumException e) {
      throw badUnit();
    }
  }

  /** Temperatures on a scale are not proportional; a factor would be wrong. */
  private static boolean isOffsetScale(String unit) {
    return unit.equals("Cel") || unit.equals("[degF]");
  }

  private static Factor linear(BigDecimal factor, BigDecimal inverse) {
    if (factor.unscaledValue().equals(BigInteger.ONE)) {
      return number -> number.scaleByPowerOfTen(-factor.scale());
    }
    boolean wholeInverse = inverse.scale() <= 0 && inverse.compareTo(BigDecimal.ONE) > 0;
    if (wholeInverse) {
      return number -> number.divide(inverse, MathContext.DECIMAL64);
    }
    return number -> number.multiply(factor);
  }

  private static BigDecimal one(String from, String to) throws UcumException {
    BigDecimal factor =
        new BigDecimal(UCUM.convert(Decimal.one(), from, to).asDecimal()).stripTrailingZeros();
    boolean powerOfTen = factor.unscaledValue().equals(BigInteger.ONE);
    return powerOfTen || factor.scale() >= 0 ? factor : factor.setScale(0);
  }

  private static UnrenderableException badUnit() {
    return new UnrenderableException("bad-unit", "the unit does not measure what the type is");
  }

  private static UcumService load() {
    try (InputStream essence = UcumService.class.getResourceAsStream("/ucum-essence.xml")) {
      if (essence == null) {
        throw new IllegalStateException("ucum-essence.xml is missing from the class path");
      }
      return new UcumEssenceService(essence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UcumException e) {
      throw new IllegalStateException("ucum-essence.xml cannot be read", e);
    }
  }

  private record Conversion(String from, String to) {}

  private interface Factor {
    BigDecimal apply(BigDecimal number);
  }
}
