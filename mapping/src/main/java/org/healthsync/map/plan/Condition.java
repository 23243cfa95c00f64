package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsync.spi.http.JsonView;

/** Whether a rule applies. */
public interface Condition {

  /** True when it holds. */
  boolean holds(Frame frame) throws Unmappable;

  /** The value is one of these; numbers are equal when their values are ({@code 1} and 1.0). */
  record In(Source source, Set<String> texts, List<BigDecimal> numbers) implements Condition {
    /** Copies. */
    public In {
      texts = Set.copyOf(texts);
      numbers = List.copyOf(numbers);
    }

    @Override
    public boolean holds(Frame frame) throws Unmappable {
      JsonView view = source.read(frame);
      Optional<String> text = view.text();
      if (text.isEmpty() || texts.contains(text.get())) {
        return text.isPresent();
      }
      Optional<BigDecimal> number = numbers.isEmpty() ? Optional.empty() : view.decimal();
      return number.isPresent()
          && numbers.stream().anyMatch(wanted -> wanted.compareTo(number.get()) == 0);
    }
  }

  /** The value is neither absent nor null. */
  record Present(Source source) implements Condition {
    @Override
    public boolean holds(Frame frame) throws Unmappable {
      return !source.read(frame).isAbsent();
    }
  }

  /** How a number is compared. */
  enum Comparison {
    /** Greater than. */
    ABOVE,
    /** Greater than or equal to. */
    AT_LEAST,
    /** Less than. */
    BELOW,
    /** Less than or equal to. */
    AT_MOST;

    boolean accepts(int sign) {
      return switch (this) {
        case ABOVE -> sign > 0;
        case AT_LEAST -> sign >= 0;
        case BELOW -> sign < 0;
        case AT_MOST -> sign <= 0;
      };
    }
  }

  /** The value is a number on that side of a limit; false for what is no number. */
  record Compared(Source source, Comparison comparison, BigDecimal limit) implements Condition {
    @Override
    public boolean holds(Frame frame) throws Unmappable {
      Optional<BigDecimal> number = source.read(frame).decimal();
      return number.isPresent() && comparison.accepts(number.get().compareTo(limit));
    }
  }

  /** The value is true, or 1. */
  record True(Source source) implements Condition {
    @Override
    public boolean holds(Frame frame) throws Unmappable {
      return source.read(frame).truth().orElse(false);
    }
  }

  /** All hold; true when there is none. */
  record All(List<Condition> conditions) implements Condition {
    /** Copies. */
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Frame frame) throws Unmappable {
      for (Condition condition : conditions) {
        if (!condition.holds(frame)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One holds at least. */
  record Any(List<Condition> conditions) implements Condition {
    /** Copies. */
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Frame frame) throws Unmappable {
      for (Condition condition : conditions) {
        if (condition.holds(frame)) {
          return true;
        }
      }
      return false;
    }
  }

  /** It does not hold. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Frame frame) throws Unmappable {
      return !condition.holds(frame);
    }
  }
}
