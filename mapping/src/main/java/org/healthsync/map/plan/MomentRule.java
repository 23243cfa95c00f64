package org.healthsync.map.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.jspecify.annotations.Nullable;

/**
 * How an instant and the wearer's offset are read. An offset that the provider gives wins over one
 * computed from a zone; {@code Z} alone says nothing about the wearer's clock.
 *
 * @param source gives the time
 * @param format how it is written
 * @param offset where the offset is, or null
 * @param zone where the zone is
 */
public record MomentRule(Source source, Format format, @Nullable OffsetRule offset, ZoneRule zone) {

  /** How a time is written. */
  public enum Format {
    /** Seconds since 1970-01-01T00:00:00Z, possibly with decimals. */
    EPOCH_SECONDS,
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    EPOCH_MILLIS,
    /** ISO 8601 with an offset or Z, or else a local time. */
    ISO,
    /** ISO 8601 on the wearer's clock; an offset in it is known to be wrong and is ignored. */
    LOCAL
  }

  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_DATE_TIME;

  /**
   * The moment; empty when the time is absent.
   *
   * @throws Unmappable when it cannot be read, or is local without a zone
   */
  public Optional<Moment> read(Frame frame) throws Unmappable {
    JsonView view = source.read(frame);
    if (view.isAbsent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (format) {
            case EPOCH_SECONDS -> moment(epoch(view, 0), frame);
            case EPOCH_MILLIS -> moment(epoch(view, -3), frame);
            case ISO -> iso(view.text().orElse(""), frame);
            case LOCAL -> local(LocalDateTime.parse(view.text().orElse(""), ISO), frame);
          });
    } catch (DateTimeException | ArithmeticException e) {
      throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
    }
  }

  /** The required moment. */
  Moment require(Frame frame) throws Unmappable {
    return read(frame).orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, source.pointer(frame)));
  }

  /** The day of a local time: all that is left when nobody tells the zone. */
  Optional<LocalDateTime> wallTime(Frame frame) throws Unmappable {
    try {
      return source.read(frame).text().map(text -> LocalDateTime.parse(text, ISO));
    } catch (DateTimeException e) {
      throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
    }
  }

  /** An instant on the wearer's clock, as far as the clock is known. */
  Moment moment(Instant instant, Frame frame) throws Unmappable {
    if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
      throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
    }
    Optional<ZoneOffset> given = offset == null ? Optional.empty() : offset.read(frame);
    if (given.isPresent()) {
      return Moment.at(instant, given.get());
    }
    return zone.read(frame)
        .map(
            found ->
                new Moment(
                    instant,
                    found.zone().getRules().getOffset(instant),
                    found.meaning(),
                    found.zone()))
        .orElseGet(() -> new Moment(instant, null, OffsetSource.UNKNOWN, null));
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

  private Moment iso(String text, Frame frame) throws Unmappable {
    TemporalAccessor parsed = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (!(parsed instanceof OffsetDateTime dateTime)) {
      return local(LocalDateTime.from(parsed), frame);
    }
    Moment computed = moment(dateTime.toInstant(), frame);
    boolean utcOnly = text.endsWith("Z") || text.endsWith("z");
    return utcOnly ? computed : Moment.at(dateTime.toInstant(), dateTime.getOffset());
  }

  /** A gap moves forward by its length, an overlap takes the earlier offset: always the same. */
  private Moment local(LocalDateTime wall, Frame frame) throws Unmappable {
    Optional<ZoneOffset> given = offset == null ? Optional.empty() : offset.read(frame);
    if (given.isPresent()) {
      return moment(wall.toInstant(given.get()), frame);
    }
    ZoneRule.Found found =
        zone.read(frame)
            .orElseThrow(() -> new Unmappable(Flaw.MISSING_ZONE, source.pointer(frame)));
    return moment(ZonedDateTime.ofLocal(wall, found.zone(), null).toInstant(), frame);
  }
}
