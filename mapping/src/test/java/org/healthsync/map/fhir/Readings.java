package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Value;

/** Hand-made readings for the tests. */
final class Readings {

  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final Instant MORNING = Instant.parse("2026-03-01T06:12:33Z");
  static final ResourceContext CONTEXT =
      new ResourceContext(
          "t1", "withings", "4711", "Patient/p1", URI.create("https://health.example"), null);

  private Readings() {}

  static Timing at(Instant instant) {
    return new Timing.At(Moment.in(instant, BERLIN));
  }

  static Header header(String type, Timing timing) {
    return header(type, timing, Map.of());
  }

  static Header header(String type, Timing timing, Map<String, String> qualifiers) {
    return new Header(
        type, "81/1", timing, null, RecordingMethod.AUTOMATIC, null, false, qualifiers);
  }

  /** At a moment; of a day where the type says so. */
  static Reading scalar(String type, String number, String unit) {
    Timing timing =
        type.endsWith("-day") ? new Timing.OnDay(LocalDate.of(2026, 3, 1), BERLIN) : at(MORNING);
    return scalar(header(type, timing), number, unit);
  }

  static Timing between(Instant start, Instant end) {
    return new Timing.Between(Moment.in(start, BERLIN), Moment.in(end, BERLIN));
  }

  static Reading scalar(Header header, String number, String unit) {
    return new Reading.Scalar(header, Value.Quantity.of(new BigDecimal(number), unit));
  }

  static Reading pressure(Component... components) {
    return new Reading.Panel(header("blood-pressure", at(MORNING)), List.of(components));
  }

  static Component component(String type, String number, String unit) {
    return new Component(type, Value.Quantity.of(new BigDecimal(number), unit));
  }
}
