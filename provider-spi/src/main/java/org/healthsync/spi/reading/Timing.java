package org.healthsync.spi.reading;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** When something was measured, with the wearer's clock and how we know it. */
public sealed interface Timing {

  /**
   * One instant.
   *
   * @param moment the instant and its offset
   */
  record At(Moment moment) implements Timing {}

  /**
   * A period.
   *
   * @param start first instant
   * @param end first instant after it; not before {@code start}
   */
  record Between(Moment start, Moment end) implements Timing {
    /** Demands order. */
    public Between {
      if (end.instant().isBefore(start.instant())) {
        throw new IllegalArgumentException("a period must not end before it starts");
      }
    }
  }

  /**
   * A civil day of the person, which is no span of UTC.
   *
   * @param day the day
   * @param zone the zone that the day was lived in, or null when unknown
   */
  record OnDay(LocalDate day, @Nullable ZoneId zone) implements Timing {}

  /**
   * An instant on the wearer's clock.
   *
   * @param instant when
   * @param offset the wearer's offset from UTC then, or null when unknown
   * @param source where the offset came from
   * @param zone the IANA zone, or null when only an offset or nothing is known
   */
  record Moment(
      Instant instant, @Nullable ZoneOffset offset, OffsetSource source, @Nullable ZoneId zone) {

    /** Offset computed from a zone that the provider named. */
    public static Moment in(Instant instant, ZoneId zone) {
      return new Moment(instant, zone.getRules().getOffset(instant), OffsetSource.ZONE, zone);
    }

    /** Offset that the provider gave. */
    public static Moment at(Instant instant, ZoneOffset offset) {
      return new Moment(instant, offset, OffsetSource.PROVIDER, null);
    }
  }

  /** Where an offset came from. */
  enum OffsetSource {
    /** The provider gave it with the value. */
    PROVIDER,
    /** Computed from the IANA zone that the provider gave with the value. */
    ZONE,
    /** Computed from the zone of the person's profile at the provider. */
    PROFILE,
    /** Computed from a zone that the tenant set for the person. */
    ASSUMED,
    /** Not known. */
    UNKNOWN
  }
}
