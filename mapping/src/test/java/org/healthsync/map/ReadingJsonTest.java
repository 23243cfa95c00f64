package org.healthsync.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.stream.Payload;
import org.junit.jupiter.api.Test;

/** The form is stable: apps and tests of plugins read it. */
class ReadingJsonTest {

  private static final Instant T = Instant.parse("2026-11-22T06:55:12Z");

  private static Header header(String type, Timing timing) {
    return new Header(type, "1/1", timing, null, RecordingMethod.UNKNOWN, null, false, Map.of());
  }

  private static final Timing AT = new Timing.At(Moment.at(T, ZoneOffset.ofHours(1)));

  private static final String AT_JSON =
      "\"time\":{\"at\":{\"instant\":\"2026-11-22T06:55:12Z\",\"offset\":\"+01:00\",\"offsetSource\":\"provider\"}}";

  @Test
  void aScalarWithAllThatAHeaderCanHold() {
    Header header =
        new Header(
            "body-weight",
            "12/1",
            new Timing.At(Moment.in(T, ZoneId.of("Europe/Paris"))),
            new DeviceOfOrigin("d1", "weight-scale", "Acme", "Scale 1", "SN7", "2.1", "f9"),
            RecordingMethod.AUTOMATIC,
            T.plusSeconds(5),
            true,
            Map.of("technique", "bioelectrical-impedance", "body-site", "left-arm"));
    Reading reading =
        new Reading.Scalar(
            header, new Value.Quantity(new BigDecimal("72.450"), "kg", Value.Comparator.GREATER));
    assertThat(ReadingJson.text(reading))
        .isEqualTo(
            "{\"shape\":\"scalar\",\"type\":\"body-weight\",\"sourceKey\":\"12/1\",\"time\":{\"at\":"
                + "{\"instant\":\"2026-11-22T06:55:12Z\",\"offset\":\"+01:00\",\"offsetSource\":\"zone\","
                + "\"zone\":\"Europe/Paris\"}},\"device\":{\"id\":\"d1\",\"kind\":\"weight-scale\","
                + "\"manufacturer\":\"Acme\",\"model\":\"Scale 1\",\"serialNumber\":\"SN7\",\"software\":\"2.1\",\"firmware\":\"f9\"},\"method\":\"automatic\","
                + "\"modified\":\"2026-11-22T06:55:17Z\",\"preliminary\":true,\"qualifiers\":"
                + "{\"body-site\":\"left-arm\",\"technique\":\"bioelectrical-impedance\"},"
                + "\"value\":{\"number\":72.450,\"unit\":\"kg\",\"comparator\":\"greater\"}}");
  }

  @Test
  void aPanelWithWhatIsAbsent() {
    Reading reading =
        new Reading.Panel(
            header("blood-pressure", AT),
            List.of(
                new Component("systolic", Value.Quantity.of(new BigDecimal("128"), "mm[Hg]")),
                new Component("diastolic", new Value.Absent("unknown")),
                new Component("note", new Value.Concept("provider", "7", null))));
    assertThat(ReadingJson.text(reading))
        .isEqualTo(
            "{\"shape\":\"panel\",\"type\":\"blood-pressure\",\"sourceKey\":\"1/1\","
                + AT_JSON
                + ",\"method\":\"unknown\",\"components\":[{\"type\":\"systolic\",\"value\":{\"number\":128,\"unit\":\"mm[Hg]\"}},"
                + "{\"type\":\"diastolic\",\"absent\":\"unknown\"},"
                + "{\"type\":\"note\",\"code\":{\"system\":\"provider\",\"code\":\"7\"}}]}");
  }

  @Test
  void aSessionWithKindAndStages() {
    Reading reading =
        new Reading.Session(
            header(
                "sleep-session",
                new Timing.Between(
                    new Moment(T, null, OffsetSource.UNKNOWN, null),
                    new Moment(T.plusSeconds(60), null, OffsetSource.UNKNOWN, null))),
            new Value.Concept("provider", "nap", "Nap"),
            List.of(),
            List.of(new Reading.Stage("deep", T, T.plusSeconds(60))));
    assertThat(ReadingJson.text(reading))
        .isEqualTo(
            "{\"shape\":\"session\",\"type\":\"sleep-session\",\"sourceKey\":\"1/1\",\"time\":{\"start\":"
                + "{\"instant\":\"2026-11-22T06:55:12Z\",\"offsetSource\":\"unknown\"},\"end\":"
                + "{\"instant\":\"2026-11-22T06:56:12Z\",\"offsetSource\":\"unknown\"}},\"method\":\"unknown\","
                + "\"kind\":{\"system\":\"provider\",\"code\":\"nap\",\"text\":\"Nap\"},\"stages\":[{\"stage\":\"deep\","
                + "\"start\":\"2026-11-22T06:55:12Z\",\"end\":\"2026-11-22T06:56:12Z\"}]}");
  }

  @Test
  void aSeriesWithAGap() {
    Reading reading =
        new Reading.Series(
            header(
                "heart-rate-series",
                new Timing.OnDay(LocalDate.of(2026, 11, 22), ZoneId.of("Asia/Kathmandu"))),
            "/min",
            Duration.ofMinutes(5),
            List.of(
                new Reading.Sample(T, new BigDecimal("61")),
                new Reading.Sample(T.plusSeconds(300), null),
                new Reading.Sample(
                    T.plusSeconds(600), new BigDecimal("30"), Value.Comparator.LESS)));
    assertThat(ReadingJson.text(reading))
        .isEqualTo(
            "{\"shape\":\"series\",\"type\":\"heart-rate-series\",\"sourceKey\":\"1/1\",\"time\":{\"day\":\"2026-11-22\","
                + "\"zone\":\"Asia/Kathmandu\"},\"method\":\"unknown\",\"unit\":\"/min\",\"interval\":\"PT5M\","
                + "\"samples\":[{\"at\":\"2026-11-22T06:55:12Z\",\"value\":61},{\"at\":\"2026-11-22T07:00:12Z\"},"
                + "{\"at\":\"2026-11-22T07:05:12Z\",\"value\":30,\"comparator\":\"less\"}]}");
  }

  @Test
  void codesDatesFilesSignalsAndDeletions() {
    assertThat(
            ReadingJson.text(
                new Reading.Coded(
                    header("ecg", AT), new Value.Concept("provider", "1", "Sinus"), List.of())))
        .endsWith(",\"code\":{\"system\":\"provider\",\"code\":\"1\",\"text\":\"Sinus\"}}");
    assertThat(
            ReadingJson.text(
                new Reading.Waveform(
                    header("ecg", AT),
                    "I",
                    new BigDecimal("300"),
                    "uV",
                    new BigDecimal("0.25"),
                    List.of(BigDecimal.ZERO, new BigDecimal("-1E+3")),
                    List.of())))
        .endsWith(
            ",\"lead\":\"I\",\"frequency\":300,\"unit\":\"uV\",\"factor\":0.25,\"samples\":[0,-1000]}");
    assertThat(
            ReadingJson.text(
                new Reading.Dated(header("last-period", AT), LocalDate.of(2026, 11, 20))))
        .endsWith(",\"date\":\"2026-11-20\"}");
    assertThat(
            ReadingJson.text(
                new Reading.Document(header("route", AT), "text/plain", Payload.of("abc"))))
        .endsWith(",\"contentType\":\"text/plain\",\"content\":\"YWJj\"}");
    assertThat(ReadingJson.text(new Reading.Deletion(header("ecg", AT))))
        .isEqualTo(
            "{\"shape\":\"deletion\",\"type\":\"ecg\",\"sourceKey\":\"1/1\","
                + AT_JSON
                + ",\"method\":\"unknown\"}");
  }
}
