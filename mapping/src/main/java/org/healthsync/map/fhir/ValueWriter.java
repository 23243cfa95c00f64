package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.healthsync.map.fhir.Part.Samples;
import org.healthsync.map.fhir.Row.Kind;
import org.healthsync.map.fhir.Row.ValueRule;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * Turns a part into a FHIR value in two steps: {@link #prepare} converts and judges, which is
 * needed before the first element is written; the prepared value then writes itself.
 */
final class ValueWriter {

  private final Units units;
  private final Coder coder;

  ValueWriter(Units units, Coder coder) {
    this.units = units;
    this.coder = coder;
  }

  /** A value that fits its rule. */
  interface Prepared {
    /** Writes {@code value[x]} or {@code dataAbsentReason}. */
    void write(CanonicalJson json);

    /** Writes a quantity as an element of another name. */
    default void quantity(CanonicalJson json, String element) {
      throw new UnrenderableException("wrong-shape", "the type needs a quantity");
    }

    default boolean implausible() {
      return false;
    }

    /** On which side of the sensor's range the true value lies, or null. */
    default @Nullable String comparator() {
      return null;
    }
  }

  /** A value or reason of absence; the reason stands where a value is required but unknown. */
  Prepared prepare(@Nullable Part part, ValueRule rule) {
    if (part == null) {
      return absent("unknown");
    }
    Samples samples = part.samples();
    if (samples != null) {
      return sampled(samples, rule);
    }
    LocalDate date = part.date();
    if (date != null && rule.kind() == Kind.DATE) {
      String text = EffectiveWriter.text(date);
      return json -> json.string("valueDateTime", text);
    }
    Value value = part.value();
    if (value instanceof Value.Absent absent) {
      return absent(absent.reason());
    }
    boolean number = rule.kind() == Kind.QUANTITY || rule.kind() == Kind.RATE;
    if (value instanceof Value.Quantity quantity && number) {
      return quantity(quantity, rule);
    }
    if (value instanceof Value.Concept concept && rule.kind() == Kind.CODED) {
      return json -> coder.value(json, "valueCodeableConcept", concept, rule.coding());
    }
    throw new UnrenderableException("wrong-shape", "the value is of another kind than the type's");
  }

  private static Prepared absent(String reason) {
    return json -> json.concept("dataAbsentReason", Vocabularies.ABSENT, reason);
  }

  private Prepared quantity(Value.Quantity quantity, ValueRule rule) {
    String from = rule.sameAs().contains(quantity.unit()) ? rule.unit() : quantity.unit();
    BigDecimal number = units.convert(quantity.number(), from, rule.unit());
    requirePossible(number, rule);
    String comparator = comparator(quantity.comparator());
    return new PreparedQuantity(number, comparator, rule);
  }

  private record PreparedQuantity(BigDecimal number, @Nullable String comparator, ValueRule rule)
      implements Prepared {
    @Override
    public void write(CanonicalJson json) {
      element(json, "valueQuantity");
    }

    @Override
    public void quantity(CanonicalJson json, String element) {
      if (comparator != null) {
        throw new UnrenderableException("wrong-shape", "FHIR wants an exact quantity here");
      }
      element(json, element);
    }

    private void element(CanonicalJson json, String name) {
      json.object(name).decimal("value", number);
      json.optional("comparator", comparator);
      unit(json, rule);
      json.end();
    }

    @Override
    public boolean implausible() {
      return !rule.plausible().contains(number);
    }
  }

  private static Prepared sampled(Samples samples, ValueRule rule) {
    Kind wanted = samples.coded() ? Kind.STAGES : Kind.SAMPLED;
    if (rule.kind() != wanted) {
      throw new UnrenderableException("wrong-shape", "the type takes no samples of this kind");
    }
    samples.numbers().forEach(number -> requirePossible(number, rule));
    return new Prepared() {
      @Override
      public void write(CanonicalJson json) {
        json.object("valueSampledData").object("origin").decimal("value", BigDecimal.ZERO);
        unit(json, rule);
        json.end();
        BigDecimal interval = samples.interval();
        if (interval != null) {
          json.decimal("interval", interval);
        }
        json.string("intervalUnit", samples.intervalUnit());
        if (samples.factor().compareTo(BigDecimal.ONE) != 0) {
          json.decimal("factor", samples.factor());
        }
        limit(json, "lowerLimit", samples.lowerLimit());
        limit(json, "upperLimit", samples.upperLimit());
        json.integer("dimensions", 1);
        json.optional("offsets", samples.offsets()).string("data", samples.data()).end();
      }

      @Override
      public boolean implausible() {
        return !samples.numbers().stream().allMatch(rule.plausible()::contains);
      }
    };
  }

  private static void limit(CanonicalJson json, String element, @Nullable BigDecimal limit) {
    if (limit != null) {
      json.decimal(element, limit);
    }
  }

  private static void requirePossible(BigDecimal number, ValueRule rule) {
    if (!rule.possible().contains(number)) {
      throw new UnrenderableException("out-of-range", "the value cannot be a measurement");
    }
  }

  /** The four elements of a quantity but its value: profiles demand the unit's text as well. */
  static void unit(CanonicalJson json, ValueRule rule) {
    json.string("unit", rule.unitText());
    json.string("system", Vocabularies.UCUM).string("code", rule.unit());
  }

  private static @Nullable String comparator(Value.Comparator comparator) {
    return switch (comparator) {
      case EXACT -> null;
      case LESS -> "<";
      case GREATER -> ">";
    };
  }
}
