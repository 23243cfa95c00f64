package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Value;
import org.jspecify.annotations.Nullable;

/** The shapes of readings but for series. */
public final class Shapes {

  private Shapes() {}

  /** Shapes that hold one value. */
  public sealed interface One extends Shape permits Scalar, Coded, Dated, Deletion {}

  /** Shapes that hold several. */
  public sealed interface Several extends Shape permits Panel, Session, Waveform {}

  /**
   * One quantity.
   *
   * @param optional whether its absence is no flaw
   */
  public record Scalar(QuantityRule value, boolean optional) implements One {
    @Override
    public void fill(Draft draft) throws Unmappable {
      Optional<Value.Quantity> quantity = value.read(draft.frame());
      if (quantity.isPresent()) {
        draft.emit(new Reading.Scalar(draft.header(), quantity.get()));
      } else if (!optional) {
        throw new Unmappable(Flaw.MISSING_VALUE, value.number().from().pointer(draft.frame()));
      }
    }
  }

  /**
   * A code.
   *
   * @param optional whether its absence is no flaw
   */
  public record Coded(ConceptRule code, List<ComponentRule> components, boolean optional)
      implements One {
    /** Copies the components. */
    public Coded {
      components = List.copyOf(components);
    }

    @Override
    public void fill(Draft draft) throws Unmappable {
      Optional<Value.Concept> concept = code.read(draft.frame());
      if (concept.isPresent()) {
        List<Component> parts = ComponentRule.read(components, draft);
        draft.emit(new Reading.Coded(draft.header(), concept.get(), parts));
      } else if (!optional) {
        throw new Unmappable(Flaw.MISSING_VALUE, code.pointer(draft.frame()));
      }
    }
  }

  /**
   * A date.
   *
   * @param date gives the day
   * @param optional whether its absence is no flaw
   */
  public record Dated(Source date, boolean optional) implements One {
    @Override
    public void fill(Draft draft) throws Unmappable {
      Optional<LocalDate> day = CivilDay.read(date, draft.frame());
      if (day.isPresent()) {
        draft.emit(new Reading.Dated(draft.header(), day.get()));
      } else if (!optional) {
        throw new Unmappable(Flaw.MISSING_VALUE, date.pointer(draft.frame()));
      }
    }
  }

  /** What the provider says is gone. */
  public record Deletion() implements One {
    @Override
    public void fill(Draft draft) throws Unmappable {
      draft.emit(new Reading.Deletion(draft.header()));
    }
  }

  /** Several values taken together; a panel that would only say what is absent is a flaw. */
  public record Panel(List<ComponentRule> components) implements Several {
    /** Copies the components. */
    public Panel {
      components = List.copyOf(components);
    }

    @Override
    public void fill(Draft draft) throws Unmappable {
      List<Component> parts = ComponentRule.read(components, draft);
      if (parts.stream().anyMatch(part -> !(part.value() instanceof Value.Absent))) {
        draft.emit(new Reading.Panel(draft.header(), parts));
      } else if (parts.stream().anyMatch(Panel::isMissing)) {
        throw new Unmappable(Flaw.MISSING_VALUE, components.get(0).value().pointer(draft.frame()));
      }
    }

    /** Absent, and not since it was bad, which has been reported already. */
    private static boolean isMissing(Component part) {
      return part.value() instanceof Value.Absent absent
          && !absent.reason().equals(ComponentRule.ERROR);
    }
  }

  /**
   * A period with a meaning.
   *
   * @param kind what it was, or null
   * @param stages null when there are none
   */
  public record Session(
      @Nullable ConceptRule kind, List<ComponentRule> components, @Nullable StagesRule stages)
      implements Several {
    /** Copies the components. */
    public Session {
      components = List.copyOf(components);
    }

    @Override
    public void fill(Draft draft) throws Unmappable {
      Value.Concept concept = kind == null ? null : kind.read(draft.frame()).orElse(null);
      List<Component> parts = ComponentRule.read(components, draft);
      List<Reading.Stage> found = stages == null ? List.of() : stages.read(draft);
      draft.emit(session(draft.header(), concept, parts, found));
    }

    /** NullAway 0.12 does not see that the kind of a session may be null: a nested type. */
    @SuppressWarnings("NullAway")
    private static Reading session(
        Header header,
        Value.@Nullable Concept kind,
        List<Component> components,
        List<Reading.Stage> stages) {
      return new Reading.Session(header, kind, components, stages);
    }
  }

  /**
   * A dense regular signal; one bad sample spoils it, since nobody would see the hole.
   *
   * @param lead which lead
   * @param frequency samples per second
   * @param unit UCUM unit of the signal
   * @param factor how many units a count of 1 is, or null for one
   * @param each the samples
   * @param count gives the count of each
   */
  public record Waveform(
      String lead,
      NumberRule frequency,
      String unit,
      @Nullable NumberRule factor,
      Loop each,
      NumberRule count,
      List<ComponentRule> components)
      implements Several {
    /** Copies the components. */
    public Waveform {
      components = List.copyOf(components);
    }

    @Override
    public void fill(Draft draft) throws Unmappable {
      Frame frame = draft.frame();
      BigDecimal rate = positive(frequency, frame);
      BigDecimal perCount = factor == null ? BigDecimal.ONE : positive(factor, frame);
      List<BigDecimal> counts = counts(frame);
      List<Component> parts = ComponentRule.read(components, draft);
      draft.emit(new Reading.Waveform(draft.header(), lead, rate, unit, perCount, counts, parts));
    }

    private static BigDecimal positive(NumberRule rule, Frame frame) throws Unmappable {
      return rule.read(frame)
          .filter(value -> value.signum() > 0)
          .orElseThrow(() -> new Unmappable(Flaw.MISSING_VALUE, rule.from().pointer(frame)));
    }

    private List<BigDecimal> counts(Frame frame) throws Unmappable {
      List<BigDecimal> counts = new ArrayList<>();
      each.forEach(frame, () -> counts.add(count(frame)));
      if (counts.isEmpty()) {
        throw new Unmappable(Flaw.MISSING_VALUE, each.list().pointer(frame));
      }
      return counts;
    }

    private BigDecimal count(Frame frame) throws Unmappable {
      return count
          .read(frame)
          .orElseThrow(() -> new Unmappable(Flaw.NOT_A_NUMBER, count.from().pointer(frame)));
    }
  }
}
