package org.healthsync.spi.reading;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.healthsync.spi.stream.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A vendor-neutral measurement. The set of shapes is closed, the set of types is open. Values and
 * times are as measured; units are UCUM; nothing is rounded, converted or guessed.
 */
public sealed interface Reading {

  /** What all shapes share. */
  Header header();

  /**
   * One quantity: a weight, the steps of a day.
   *
   * @param value the quantity
   */
  record Scalar(Header header, Value.Quantity value) implements Reading {}

  /**
   * Several values taken together: systolic and diastolic pressure.
   *
   * @param components at least one, types unique
   */
  record Panel(Header header, List<Component> components) implements Reading {
    /** Copies the components and demands one. */
    public Panel {
      components = List.copyOf(components);
      if (components.isEmpty()) {
        throw new IllegalArgumentException("a panel needs a component");
      }
    }
  }

  /**
   * Samples of one quantity over a period.
   *
   * @param unit UCUM unit of all samples
   * @param interval distance of samples on a regular grid, or null when they are irregular
   * @param samples in order of time
   */
  record Series(Header header, String unit, @Nullable Duration interval, List<Sample> samples)
      implements Reading {
    /** Copies the samples. */
    public Series {
      samples = List.copyOf(samples);
    }
  }

  /**
   * One sample.
   *
   * @param at when
   * @param value what, or null for a gap
   * @param comparator whether the true value lies beyond what the device can show; the value is the
   *     device's limit then, and the same for all samples of a series on that side
   */
  record Sample(Instant at, @Nullable BigDecimal value, Value.Comparator comparator) {
    /** An exact sample. */
    public Sample(Instant at, @Nullable BigDecimal value) {
      this(at, value, Value.Comparator.EXACT);
    }
  }

  /**
   * A period with a meaning: a night's sleep, a workout.
   *
   * @param kind what it was (a sport, a nap), or null when the type says it all
   * @param components summary values, types unique
   * @param stages in order of time; empty when the provider tells none
   */
  record Session(
      Header header, Value.@Nullable Concept kind, List<Component> components, List<Stage> stages)
      implements Reading {
    /** Copies the lists. */
    public Session {
      components = List.copyOf(components);
      stages = List.copyOf(stages);
    }
  }

  /**
   * A part of a session.
   *
   * @param stage code such as {@code deep}
   * @param start first instant
   * @param end first instant after it
   */
  record Stage(String stage, Instant start, Instant end) {}

  /**
   * A code: an ECG classification, a stress level.
   *
   * @param value the code
   * @param components further values, possibly none
   */
  record Coded(Header header, Value.Concept value, List<Component> components) implements Reading {
    /** Copies the components. */
    public Coded {
      components = List.copyOf(components);
    }
  }

  /**
   * A dense regular signal: an ECG.
   *
   * @param lead which lead, such as {@code I}
   * @param frequency samples per second
   * @param unit UCUM unit of the signal
   * @param factor how many units a count of 1 is; more than zero
   * @param samples counts in order of time
   * @param components further values such as heart rate and classification
   */
  record Waveform(
      Header header,
      String lead,
      BigDecimal frequency,
      String unit,
      BigDecimal factor,
      List<BigDecimal> samples,
      List<Component> components)
      implements Reading {
    /** Copies the lists and demands a factor above zero. */
    public Waveform {
      samples = List.copyOf(samples);
      components = List.copyOf(components);
      if (factor.signum() <= 0) {
        throw new IllegalArgumentException("a waveform's factor is more than zero");
      }
    }

    /** A signal whose counts are its values. */
    public Waveform(
        Header header,
        String lead,
        BigDecimal frequency,
        String unit,
        List<BigDecimal> samples,
        List<Component> components) {
      this(header, lead, frequency, unit, BigDecimal.ONE, samples, components);
    }
  }

  /**
   * A date as the value: the first day of the last period.
   *
   * @param value the date on the person's calendar
   */
  record Dated(Header header, LocalDate value) implements Reading {}

  /**
   * A file that the provider keeps: the route of a workout. Kept as it is, never looked into.
   *
   * @param contentType media type, such as {@code application/gpx+xml}
   * @param content the file
   */
  record Document(Header header, String contentType, Payload content) implements Reading {}

  /** The provider no longer has what was read under this type and source key. */
  record Deletion(Header header) implements Reading {}
}
