package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.reading.Timing.Moment;
import org.jspecify.annotations.Nullable;

/** The ways in which providers tell a moment. */
public final class Moments {

  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_DATE_TIME;
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(400L * 366 * 86_400);

  private Moments() {}

  /** How a time is written. */
  public enum Format {
    /** Seconds since 1970-01-01T00:00:00Z, possibly with decimals. */
    EPOCH_SECONDS,
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    EPOCH_MILLIS,
    /** ISO 8601 with an offset or Z, or else a local time. {@code Z} says nothing of the wearer. */
    ISO,
    /** ISO 8601; UTC when it tells no offset. */
    UTC,
    /** ISO 8601 on the wearer's clock; an offset in it is known to be wrong and is ignored. */
    LOCAL
  }

  /**
   * A time in one value.
   *
   * @param source gives it
   * @param format how it is written
   * @param clock what is known of the wearer's clock
   */
  public record Written(Source source, Format format, WearerClock clock) implements MomentRule {
    @Override
    public Optional<Moment> read(Frame frame) throws Unmappable {
      JsonView view = source.read(frame);
      if (view.isAbsent()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            switch (format) {
              case EPOCH_SECONDS -> clock.show(epoch(view, 0), frame, source);
              case EPOCH_MILLIS -> clock.show(epoch(view, -3), frame, source);
              case ISO -> iso(view.text().orElse(""), frame);
              case UTC -> clock.show(utc(view.text().orElse("")), frame, source);
              case LOCAL -> clock.read(wall(view.text().orElse("")), frame, source);
            });
      } catch (DateTimeException | ArithmeticException e) {
        throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
      }
    }

    @Override
    public Optional<LocalDate> day(Frame frame) throws Unmappable {
      try {
        return source.read(frame).text().map(text -> wall(text).toLocalDate());
      } catch (DateTimeException e) {
        throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
      }
    }

    @Override
    public String pointer(Frame frame) {
      return source.pointer(frame);
    }

    private Moment iso(String text, Frame frame) throws Unmappable {
      TemporalAccessor parsed = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      if (!(parsed instanceof OffsetDateTime dateTime)) {
        return clock.read(LocalDateTime.from(parsed), frame, source);
      }
      Moment shown = clock.show(dateTime.toInstant(), frame, source);
      boolean utcOnly = text.endsWith("Z") || text.endsWith("z");
      return utcOnly ? shown : Moment.at(dateTime.toInstant(), dateTime.getOffset());
    }

    private static Instant utc(String text) {
      TemporalAccessor parsed = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof OffsetDateTime dateTime
          ? dateTime.toInstant()
          : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime wall(String text) {
      return LocalDateTime.parse(text, ISO);
    }

    private static Instant epoch(JsonView view, int power) {
      BigDecimal seconds =
          view.decimal()
              .orElseThrow(() -> new ArithmeticException("no number"))
              .scaleByPowerOfTen(power);
      BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
      return Instant.ofEpochSecond(
          whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValue());
    }
  }

  /**
   * A civil day and the time that the wearer's clock shows on it.
   *
   * @param date gives the day
   * @param time gives seconds since midnight, or null for midnight itself
   * @param clock what is known of the wearer's clock
   */
  public record OnDay(Source date, @Nullable NumberRule time, WearerClock clock)
      implements MomentRule {
    private static final BigDecimal TWO_DAYS = BigDecimal.valueOf(2L * 86_400);

    @Override
    public Optional<Moment> read(Frame frame) throws Unmappable {
      Optional<LocalDate> day = CivilDay.read(date, frame);
      if (day.isEmpty()) {
        return Optional.empty();
      }
      Duration since = time == null ? Duration.ZERO : sinceMidnight(time, frame);
      return Optional.of(clock.read(day.get().atStartOfDay().plus(since), frame, date));
    }

    @Override
    public Optional<LocalDate> day(Frame frame) throws Unmappable {
      return CivilDay.read(date, frame);
    }

    @Override
    public String pointer(Frame frame) {
      return date.pointer(frame);
    }

    /** What the clock shows; a provider may count on beyond midnight. */
    static Duration sinceMidnight(NumberRule time, Frame frame) throws Unmappable {
      String pointer = time.from().pointer(frame);
      BigDecimal seconds =
          time.read(frame).orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, pointer));
      if (seconds.signum() < 0 || seconds.compareTo(TWO_DAYS) > 0) {
        throw new Unmappable(Flaw.BAD_TIME, pointer);
      }
      return duration(seconds);
    }
  }

  /**
   * The next time after a moment at which the wearer's clock shows a time of day: for lists that
   * tell no date. Since lists leave out seconds, up to an hour before the moment counts as well.
   *
   * @param time gives seconds since midnight
   * @param start the moment
   */
  public record Since(NumberRule time, MomentRule start) implements MomentRule {
    @Override
    public Optional<Moment> read(Frame frame) throws Unmappable {
      Optional<Moment> known = start.read(frame);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      Moment from = known.get();
      if (from.offset() == null) {
        throw new Unmappable(Flaw.MISSING_ZONE, start.pointer(frame));
      }
      LocalDateTime earliest = LocalDateTime.ofInstant(from.instant(), from.offset()).minusHours(1);
      LocalDateTime wall =
          earliest.toLocalDate().atStartOfDay().plus(OnDay.sinceMidnight(time, frame));
      LocalDateTime shown = wall.isBefore(earliest) ? wall.plusDays(1) : wall;
      Instant instant =
          from.zone() == null
              ? shown.toInstant(from.offset())
              : ZonedDateTime.ofLocal(shown, from.zone(), from.offset()).toInstant();
      return Optional.of(WearerClock.move(from, instant, frame, time.from()));
    }

    @Override
    public String pointer(Frame frame) {
      return time.from().pointer(frame);
    }
  }

  /**
   * A length of time after another moment.
   *
   * @param start the other moment
   * @param seconds how long after it
   * @param count how many times that long, or null for once
   */
  public record Later(MomentRule start, NumberRule seconds, @Nullable Source count)
      implements MomentRule {
    @Override
    public Optional<Moment> read(Frame frame) throws Unmappable {
      Optional<Moment> known = start.read(frame);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      BigDecimal distance =
          seconds.read(frame).orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, pointer(frame)));
      BigDecimal times = count == null ? BigDecimal.ONE : count(count, frame);
      Duration duration = duration(distance.multiply(times), frame);
      Instant to = known.get().instant().plus(duration);
      return Optional.of(WearerClock.move(known.get(), to, frame, seconds.from()));
    }

    @Override
    public String pointer(Frame frame) {
      return seconds.from().pointer(frame);
    }

    private static BigDecimal count(Source count, Frame frame) throws Unmappable {
      return count
          .read(frame)
          .decimal()
          .orElseThrow(() -> new Unmappable(Flaw.BAD_TIME, count.pointer(frame)));
    }

    private Duration duration(BigDecimal distance, Frame frame) throws Unmappable {
      if (distance.abs().compareTo(MAX_SECONDS) > 0) {
        throw new Unmappable(Flaw.BAD_TIME, pointer(frame));
      }
      return Moments.duration(distance);
    }
  }

  /** Seconds as a duration, to the nanosecond. */
  static Duration duration(BigDecimal seconds) {
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Duration.ofSeconds(
        whole.longValue(), seconds.subtract(whole).movePointRight(9).longValue());
  }
}
