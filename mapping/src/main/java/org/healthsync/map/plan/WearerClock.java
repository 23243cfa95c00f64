package org.healthsync.map.plan;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the clock on the wearer's wall. An offset that the provider gives wins over one
 * computed from a zone.
 *
 * @param offset where the offset is, or null
 * @param zone where the zone is
 */
public record WearerClock(@Nullable OffsetRule offset, ZoneRule zone) {

  /** Nothing is known. */
  public static final WearerClock UNKNOWN = new WearerClock(null, ZoneRule.NONE);

  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** An instant on the clock, as far as the clock is known. */
  Moment show(Instant instant, Frame frame, Source source) throws Unmappable {
    demandSane(instant, frame, source);
    Optional<ZoneOffset> given = offset == null ? Optional.empty() : offset.read(frame);
    if (given.isPresent()) {
      return Moment.at(instant, given.get());
    }
    return zone.read(frame)
        .map(found -> new Moment(instant, offset(found, instant), found.meaning(), found.zone()))
        .orElseGet(() -> new Moment(instant, null, OffsetSource.UNKNOWN, null));
  }

  /**
   * What the clock shows, as an instant. A gap moves forward by its length, an overlap takes the
   * earlier offset: always the same.
   *
   * @throws Unmappable with {@link Flaw#MISSING_ZONE} when neither offset nor zone is known
   */
  Moment read(LocalDateTime wall, Frame frame, Source source) throws Unmappable {
    Optional<ZoneOffset> given = offset == null ? Optional.empty() : offset.read(frame);
    if (given.isPresent()) {
      Instant instant = wall.toInstant(given.get());
      demandSane(instant, frame, source);
      return Moment.at(instant, given.get());
    }
    ZoneRule.Found found =
        zone.read(frame)
            .orElseThrow(() -> new Unmappable(Flaw.MISSING_ZONE, source.pointer(frame)));
    Instant instant = ZonedDateTime.ofLocal(wall, found.zone(), null).toInstant();
    demandSane(instant, frame, source);
    return new Moment(instant, offset(found, instant), found.meaning(), found.zone());
  }

  /**
   * Another instant on the clock of a moment: with the offset that holds then where the zone is
   * known, else with the moment's own.
   */
  static Moment move(Moment from, Instant to, Frame frame, Source source) throws Unmappable {
    demandSane(to, frame, source);
    ZoneOffset then = from.zone() == null ? from.offset() : from.zone().getRules().getOffset(to);
    return new Moment(to, then, from.source(), from.zone());
  }

  private static ZoneOffset offset(ZoneRule.Found found, Instant instant) {
    return found.zone().getRules().getOffset(instant);
  }

  private static void demandSane(Instant instant, Frame frame, Source source) throws Unmappable {
    if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
      throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
    }
  }
}
