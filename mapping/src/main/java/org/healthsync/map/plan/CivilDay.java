package org.healthsync.map.plan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsync.spi.http.JsonView;

/** Reads a civil day: {@code 2026-11-20}, the date of a date and time, or year, month and day. */
final class CivilDay {

  private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2200, 1, 1);
  private static final int DATE_LENGTH = 10;

  private CivilDay() {}

  /** The day; empty when it is absent. */
  static Optional<LocalDate> read(Source source, Frame frame) throws Unmappable {
    JsonView view = source.read(frame);
    try {
      Optional<LocalDate> day =
          view.kind() == JsonView.Kind.OBJECT
              ? Optional.of(ofParts(view))
              : Texts.read(source, frame).map(CivilDay::ofText);
      if (day.isPresent() && (day.get().isBefore(EARLIEST) || !day.get().isBefore(LATEST))) {
        throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
      }
      return day;
    } catch (DateTimeException e) {
      throw new Unmappable(Flaw.BAD_TIME, source.pointer(frame));
    }
  }

  /** The required day. */
  static LocalDate require(Source source, Frame frame) throws Unmappable {
    return read(source, frame)
        .orElseThrow(() -> new Unmappable(Flaw.MISSING_TIME, source.pointer(frame)));
  }

  private static LocalDate ofText(String text) {
    boolean timed = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == 'T';
    return LocalDate.parse(timed ? text.substring(0, DATE_LENGTH) : text);
  }

  private static LocalDate ofParts(JsonView parts) {
    return LocalDate.of(part(parts, "year"), part(parts, "month"), part(parts, "day"));
  }

  private static int part(JsonView parts, String name) {
    OptionalLong number = parts.get(name).integer();
    if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > 9999) {
      throw new DateTimeException("no " + name);
    }
    return (int) number.getAsLong();
  }
}
