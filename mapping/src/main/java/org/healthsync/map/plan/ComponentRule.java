package org.healthsync.map.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/**
 * A named value within a reading.
 *
 * @param type its name
 * @param value how it is read
 * @param absence what its absence means
 * @param absentReason code of FHIR's data-absent-reason for {@link Absence#STATED}, else null
 */
public record ComponentRule(
    String type, ValueRule value, Absence absence, @Nullable String absentReason) {

  /** Why a component is absent whose value could not be read: a code of FHIR. */
  static final String ERROR = "error";

  /** What the absence of a component means. */
  public enum Absence {
    /** The reading cannot be made. */
    FLAW,
    /** The component is left out. */
    LEFT_OUT,
    /** The component says that it is absent. */
    STATED
  }

  /** How the value of a component is read. */
  public sealed interface ValueRule permits QuantityValue, ConceptRule {
    /** The value; empty when it is absent. */
    Optional<? extends Value> read(Frame frame) throws Unmappable;

    /** Where it is. */
    String pointer(Frame frame);
  }

  /** A quantity. */
  public record QuantityValue(QuantityRule quantity) implements ValueRule {
    @Override
    public Optional<Value.Quantity> read(Frame frame) throws Unmappable {
      return quantity.read(frame);
    }

    @Override
    public String pointer(Frame frame) {
      return quantity.number().from().pointer(frame);
    }
  }

  /** All components that are there. A bad one is reported; it does not spoil the others. */
  static List<Component> read(List<ComponentRule> rules, Draft draft) throws Unmappable {
    List<Component> components = new ArrayList<>(rules.size());
    for (ComponentRule rule : rules) {
      rule.read(draft).map(value -> new Component(rule.type(), value)).ifPresent(components::add);
    }
    return components;
  }

  private Optional<? extends Value> read(Draft draft) throws Unmappable {
    try {
      Optional<? extends Value> found = value.read(draft.frame());
      return found.isPresent() ? found : absent(draft);
    } catch (Unmappable e) {
      if (absence == Absence.FLAW) {
        throw e;
      }
      draft.problem(e);
      return absence == Absence.STATED ? Optional.of(new Value.Absent(ERROR)) : Optional.empty();
    }
  }

  private Optional<Value> absent(Draft draft) throws Unmappable {
    return switch (absence) {
      case FLAW -> throw new Unmappable(Flaw.MISSING_VALUE, value.pointer(draft.frame()));
      case LEFT_OUT -> Optional.empty();
      case STATED -> Optional.of(new Value.Absent(absentReason == null ? "unknown" : absentReason));
    };
  }
}
