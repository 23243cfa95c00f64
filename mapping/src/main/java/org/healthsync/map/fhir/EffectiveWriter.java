package org.healthsync.map.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import org.healthsync.map.fhir.Row.Day;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code effective[x]}, and what other resources call it: the wearer's clock with its
 * offset, where the offset came from, and the zone where it is known. A moment whose offset nobody
 * knows is written with {@code Z}, which tells the instant and no local time (RFC 9557 section 2);
 * a known offset of zero is {@code +00:00}.
 */
final class EffectiveWriter {

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
  private static final int EARLIEST_YEAR = 1900;
  private static final int LATEST_YEAR = 2099;

  private final OwnNames names;
  private final @Nullable ZoneId fallbackZone;

  EffectiveWriter(ResourceContext context) {
    this.names = context.names();
    this.fallbackZone = context.fallbackZone();
  }

  /** Whether the time becomes a dateTime; the vital-signs invariant vs-1 rejects every period. */
  static boolean isDateTime(Timing timing, Day day) {
    return timing instanceof Timing.At || (timing instanceof Timing.OnDay && day == Day.DATE);
  }

  /** A date of a sane year. */
  static String text(LocalDate date) {
    requireYear(date.getYear());
    return date.toString();
  }

  /**
   * Writes a time.
   *
   * @param element what {@code [x]} stands after, such as {@code effective}; empty where the
   *     element is {@code period} and can be nothing else
   */
  void write(CanonicalJson json, String element, Timing timing, Day day) {
    String dateTime = element + "DateTime";
    if (timing instanceof Timing.At at) {
      Moment moment = located(at.moment());
      json.string(dateTime, text(moment)).object("_" + dateTime);
      extensions(json, moment);
      json.end();
    } else if (timing instanceof Timing.Between between) {
      period(json, element, located(between.start()), located(between.end()));
    } else if (timing instanceof Timing.OnDay onDay) {
      ZoneId zone = onDay.zone() == null ? fallbackZone : onDay.zone();
      if (day == Day.DATE || zone == null) {
        json.string(dateTime, text(onDay.day()));
      } else {
        wholeDay(json, element, onDay, zone);
      }
    }
  }

  private void wholeDay(CanonicalJson json, String element, Timing.OnDay onDay, ZoneId zone) {
    LocalDate date = onDay.day();
    requireYear(date.getYear());
    OffsetSource source = onDay.zone() == null ? OffsetSource.ASSUMED : OffsetSource.ZONE;
    Moment start = midnight(date, zone, source);
    Moment end = midnight(date.plusDays(1), zone, source);
    if (!end.instant().isAfter(start.instant())) {
      throw new UnrenderableException("bad-timing", "the zone skipped the day");
    }
    period(json, element, start, end);
  }

  /** A day that begins after midnight because of a change of clocks begins then. */
  private static Moment midnight(LocalDate date, ZoneId zone, OffsetSource source) {
    Instant start = date.atStartOfDay(zone).toInstant();
    return new Moment(start, zone.getRules().getOffset(start), source, zone);
  }

  private void period(CanonicalJson json, String element, Moment start, Moment end) {
    json.object(element.isEmpty() ? "period" : element + "Period");
    json.string("start", text(start)).string("end", text(end));
    json.object("_start");
    extensions(json, start);
    json.end().end();
  }

  private void extensions(CanonicalJson json, Moment moment) {
    json.array("extension");
    String source = moment.source().name().toLowerCase(Locale.ROOT);
    json.codeExtension(names.extension(OwnTerminology.OFFSET_SOURCES), source);
    ZoneId zone = moment.zone();
    if (zone != null && isWhereItWas(zone, moment)) {
      json.codeExtension(Vocabularies.TIME_ZONE, zone.getId());
    }
    json.endArray();
  }

  /** A zone with another offset is that of the person's home and not of where it was measured. */
  private static boolean isWhereItWas(ZoneId zone, Moment moment) {
    return ZONES.contains(zone.getId())
        && zone.getRules().getOffset(moment.instant()).equals(moment.offset());
  }

  /** The moment with the tenant's zone where the provider told no offset. */
  private Moment located(Moment moment) {
    if (moment.offset() != null) {
      return moment;
    }
    Instant instant = moment.instant();
    if (fallbackZone == null) {
      return new Moment(instant, null, OffsetSource.UNKNOWN, null);
    }
    ZoneOffset offset = fallbackZone.getRules().getOffset(instant);
    return new Moment(instant, offset, OffsetSource.ASSUMED, fallbackZone);
  }

  private static String text(Moment moment) {
    ZoneOffset offset = moment.offset() == null ? ZoneOffset.UTC : moment.offset();
    if (offset.getTotalSeconds() % 60 != 0) {
      throw new UnrenderableException("bad-timing", "FHIR has no offsets with seconds");
    }
    OffsetDateTime time = moment.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(offset);
    requireYear(time.getYear());
    String text = (time.getNano() == 0 ? SECONDS : MILLIS).format(time);
    return moment.offset() == null ? text.replace("+00:00", "Z") : text;
  }

  private static void requireYear(int year) {
    if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
      throw new UnrenderableException("bad-timing", "the year cannot be that of a measurement");
    }
  }
}
