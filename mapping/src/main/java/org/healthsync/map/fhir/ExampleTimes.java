package org.healthsync.map.fhir;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsync.map.fhir.Row.Form;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;

/** Times of made-up readings: a night in Berlin, told in all the ways that a time can be told. */
final class ExampleTimes {

  static final Instant START = Instant.parse("2026-03-01T22:10:00Z");
  static final Instant END = START.plus(Duration.ofHours(8));

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private ExampleTimes() {}

  /** One time for each form that the row takes; the zone is known. */
  static List<Timing> usual(Row row) {
    List<Timing> times = new ArrayList<>();
    for (Form form : row.times().forms()) {
      times.add(
          switch (form) {
            case INSTANT -> new Timing.At(Moment.in(START, ZONE));
            case PERIOD -> new Timing.Between(Moment.in(START, ZONE), Moment.in(END, ZONE));
            case DAY -> new Timing.OnDay(DAY, ZONE);
          });
    }
    return times;
  }

  /** The same where only an offset or not even that is known. */
  static List<Timing> unusual(Row row) {
    List<Timing> times = new ArrayList<>();
    Set<Form> forms = row.times().forms();
    for (Moment start : List.of(byOffset(START), unknown(START))) {
      if (forms.contains(Form.INSTANT)) {
        times.add(new Timing.At(start));
      }
      if (forms.contains(Form.PERIOD)) {
        Moment end = start.offset() == null ? unknown(END) : byOffset(END);
        times.add(new Timing.Between(start, end));
      }
    }
    if (forms.contains(Form.DAY)) {
      times.add(new Timing.OnDay(DAY, null));
    }
    return times;
  }

  private static Moment byOffset(Instant instant) {
    return Moment.at(instant, ZoneOffset.ofHours(1));
  }

  private static Moment unknown(Instant instant) {
    return new Moment(instant, null, OffsetSource.UNKNOWN, null);
  }
}
