package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Timing.Moment;
import org.healthsync.spi.reading.Timing.OffsetSource;
import org.healthsync.spi.reading.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the examples do not show: absent parts, remarks, other times, other origins. */
class VariantValidityTest {

  private static final Instant MORNING = Instant.parse("2026-03-01T06:12:33Z");
  private static final Timing AT = new Timing.At(Moment.in(MORNING, ZoneId.of("Europe/Berlin")));
  private static final FhirRenderer RENDERER = new FhirRenderer(FhirMapping.load());

  @Test
  void aBloodPressureWithoutDiastolicIsValid() {
    Component systolic = new Component("systolic", quantity("124", "mm[Hg]"));
    Component absent = new Component("diastolic", new Value.Absent("unknown"));
    Header header = header("blood-pressure", AT, Map.of("body-site", "left-arm"));
    assertValid(new Reading.Panel(header, List.of(systolic, absent)));
    assertValid(new Reading.Panel(header, List.of(systolic)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bioelectrical-impedance", "calipers"})
  void aTechniqueIsValidWhetherItIsKnownOrNot(String technique) {
    Header header = header("body-fat-percentage", AT, Map.of("technique", technique));
    assertValid(new Reading.Scalar(header, quantity("21.5", "%")));
  }

  @Test
  void remarksOnQualityAreValid() {
    Header header = header("body-weight", AT, Map.of("attribution", "ambiguous"));
    assertValid(new Reading.Scalar(header, quantity("0.1", "kg")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
  void everyClassificationOfTheProviderIsValid(int code) {
    Value.Concept concept = new Value.Concept("provider", String.valueOf(code), "Text");
    Header header = header("afib-ppg-classification", AT, Map.of());
    assertValid(new Reading.Coded(header, concept, List.of()));
  }

  @Test
  void aClassificationThatIsNotDefinedIsRefused() {
    Value.Concept concept = new Value.Concept("provider", "99", "Text");
    Header header = header("afib-ppg-classification", AT, Map.of());
    Verdict verdict = verdict(render(new Reading.Coded(header, concept, List.of())).get(0));
    assertThat(verdict.valid()).isFalse();
  }

  @Test
  void timesOfEveryOriginAreValid() {
    Moment unknown = new Moment(MORNING, null, OffsetSource.UNKNOWN, null);
    Reading weight =
        new Reading.Scalar(
            header("body-weight", new Timing.At(unknown), Map.of()), quantity("72.0", "kg"));
    assertValid(weight);
    Timing day = new Timing.OnDay(LocalDate.of(2026, 3, 29), null);
    assertValid(new Reading.Scalar(header("step-count-day", day, Map.of()), quantity("9124", "1")));
  }

  @Test
  void aVitalSignOverAPeriodIsValidWithoutItsProfile() {
    Moment start = Moment.in(MORNING, ZoneId.of("Europe/Berlin"));
    Timing period = new Timing.Between(start, start);
    assertValid(new Reading.Scalar(header("heart-rate", period, Map.of()), quantity("61", "/min")));
  }

  @Test
  void aValueBeyondTheSensorIsValid() {
    Value.Quantity beyond =
        new Value.Quantity(new BigDecimal("300"), "mm[Hg]", Value.Comparator.GREATER);
    Header header = header("blood-pressure", AT, Map.of());
    Component systolic = new Component("systolic", beyond);
    assertValid(new Reading.Panel(header, List.of(systolic)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "sleep-monitor", "blood-pressure-monitor"})
  void devicesOfEveryKindAreValid(String kind) {
    DeviceOfOrigin device = new DeviceOfOrigin("41d8", kind, "Withings", null);
    Header header =
        new Header("heart-rate", "1", AT, device, RecordingMethod.MANUAL, null, true, Map.of());
    assertValid(new Reading.Scalar(header, quantity("61", "/min")));
  }

  private static void assertValid(Reading reading) {
    for (FhirResource resource : render(reading)) {
      Verdict verdict = verdict(resource);
      assertThat(verdict.valid()).as(verdict.issues() + " " + resource.json()).isTrue();
    }
  }

  private static Verdict verdict(FhirResource resource) {
    return Verdict.of(Resources.fullValidator().validate(resource.json()));
  }

  private static List<FhirResource> render(Reading reading) {
    FhirRenderer.RenderedPage page = RENDERER.renderPage(Resources.CONTEXT, List.of(reading));
    assertThat(page.problems()).isEmpty();
    assertThat(page.resources()).isNotEmpty();
    return page.resources();
  }

  private static Header header(String type, Timing timing, Map<String, String> qualifiers) {
    return new Header(type, "81/1", timing, null, RecordingMethod.UNKNOWN, null, false, qualifiers);
  }

  private static Value.Quantity quantity(String number, String unit) {
    return Value.Quantity.of(new BigDecimal(number), unit);
  }
}
