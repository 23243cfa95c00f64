package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.fhir.Readings.BERLIN;
import static org.healthsync.map.fhir.Readings.CONTEXT;
import static org.healthsync.map.fhir.Readings.MORNING;
import static org.healthsync.map.fhir.Readings.at;
import static org.healthsync.map.fhir.Readings.component;
import static org.healthsync.map.fhir.Readings.header;
import static org.healthsync.map.fhir.Readings.pressure;
import static org.healthsync.map.fhir.Readings.scalar;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirRendererTest {

  private static final FhirRenderer RENDERER = new FhirRenderer(FhirMapping.load());

  private static final Value.Concept MAIN_SLEEP =
      new Value.Concept("wearable-measure", "main-sleep", null);

  @Test
  void aWeightBecomesTheCanonicalObservation() {
    assertThat(observation(scalar("body-weight", "72.0", "kg")).json())
        .isEqualTo(
            """
            {"resourceType":"Observation","status":"final",\
            "id":"%s",\
            "meta":{"profile":["http://hl7.org/fhir/StructureDefinition/bodyweight"]},\
            "extension":[{"url":"https://health.example/fhir/StructureDefinition/recording-method",\
            "valueCode":"automatic"}],\
            "identifier":[{"system":"https://health.example/fhir/sid/withings/body-weight",\
            "value":"%s/81/1"}],\
            "category":[{"coding":[{"system":\
            "http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],\
            "code":{"coding":[{"system":"http://loinc.org","code":"29463-7",\
            "display":"Body weight"},{"system":"urn:iso:std:iso:11073:10101","code":"188736"}],\
            "text":"Body weight"},\
            "subject":{"reference":"Patient/p1"},\
            "effectiveDateTime":"2026-03-01T07:12:33+01:00",\
            "_effectiveDateTime":{"extension":[\
            {"url":"https://health.example/fhir/StructureDefinition/offset-source",\
            "valueCode":"zone"},\
            {"url":"http://hl7.org/fhir/StructureDefinition/timezone",\
            "valueCode":"Europe/Berlin"}]},\
            "performer":[{"reference":"Patient/p1"}],\
            "valueQuantity":{"value":72.0,"unit":"kg","system":"http://unitsofmeasure.org",\
            "code":"kg"}}"""
                .formatted(
                    ResourceIds.of(CONTEXT, "body-weight", "81/1"),
                    ResourceIds.accountHash(CONTEXT)));
  }

  @ParameterizedTest
  @CsvSource({
    "body-weight, 72, kg, '\"value\":72,'",
    "body-weight, 72.0, kg, '\"value\":72.0,'",
    "body-weight, 72.450, kg, '\"value\":72.450,'",
    "body-weight, 72450, g, '\"value\":72.450,'",
    "body-weight, 7E+1, kg, '\"value\":70,'",
    "body-height, 1.82, m, '\"value\":182,'",
    "body-height, 1.8, m, '\"value\":180,'",
    "oxygen-saturation, 0.97, 1, '\"value\":97,'",
    "body-temperature, 98.6, [degF], '\"value\":37.0,'",
    "active-duration-day, 2580, s, '\"value\":43,'",
    "active-duration-day, 2595, s, '\"value\":43.25,'",
    "active-duration-day, 100, s, '\"value\":1.666666666666667,'",
    "active-duration-day, 1.5, h, '\"value\":90.0,'",
    "step-count-day, 9124, 1, '\"value\":9124,\"unit\":\"steps/day\"'",
    "total-energy-day, 2310.8, kcal, '\"value\":2310.8,'",
    "heart-rate, 61, {beats}/min, '\"value\":61,'",
  })
  void decimalsKeepTheirDigitsThroughUnits(String type, String number, String unit, String text) {
    assertThat(observation(scalar(type, number, unit)).json()).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "body-weight, 72, cm, bad-unit",
    "body-weight, 72, kilo, bad-unit",
    "body-temperature, 300, K, bad-unit",
    "body-weight, -1, kg, out-of-range",
    "body-weight, 1e400, kg, out-of-range",
    "body-weight, 1e-400, kg, out-of-range",
    "oxygen-saturation, 101, %, out-of-range",
    "heart-rate, 9007199254740993, /min, out-of-range",
    "mood, 3, 1, unmapped-type",
    "blood-pressure, 120, mm[Hg], wrong-shape",
    "segment-fat-mass, 3, kg, missing-component",
  })
  void whatCannotBecomeAResourceIsAProblemThatTellsNoValue(
      String type, String number, String unit, String code) {
    Rendered rendered = RENDERER.render(CONTEXT, scalar(type, number, unit));
    assertThat(rendered).isInstanceOf(Rendered.Problem.class);
    var problem = ((Rendered.Problem) rendered).problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.sourceKey()).isEqualTo("81/1");
    assertThat(problem.message()).doesNotContain(number);
  }

  @Test
  void anImplausibleValueIsTaggedAndKept() {
    assertThat(observation(scalar("body-weight", "0.1", "kg")).json())
        .contains("StructureDefinition/data-quality\",\"valueCode\":\"implausible\"")
        .contains("\"value\":0.1,");
  }

  @Test
  void aMeasurementOfAnUncertainPersonIsTagged() {
    Header header = header("body-weight", at(MORNING), Map.of("attribution", "ambiguous"));
    assertThat(observation(scalar(header, "72", "kg")).json())
        .contains("StructureDefinition/data-quality\",\"valueCode\":\"ambiguous-person\"");
  }

  @Test
  void aMissingDiastolicPressureIsAbsentWithItsReason() {
    Component absent = new Component("diastolic", new Value.Absent("not-performed"));
    assertThat(observation(pressure(component("systolic", "124", "mm[Hg]"), absent)).json())
        .contains("\"value\":124,")
        .contains("\"8462-4\"")
        .contains("\"dataAbsentReason\":{\"coding\":[{\"system\":")
        .contains("\"code\":\"not-performed\"");
  }

  @Test
  void aRequiredComponentThatIsNotMentionedIsUnknown() {
    assertThat(observation(pressure(component("systolic", "124", "mm[Hg]"))).json())
        .contains("\"8462-4\"")
        .contains("\"code\":\"unknown\"");
  }

  @Test
  void componentsAreInTheOrderOfTheTableWhateverTheProvidersOrder() {
    Component systolic = component("systolic", "124", "mm[Hg]");
    Component diastolic = component("diastolic", "78", "mm[Hg]");
    assertThat(observation(pressure(diastolic, systolic)).json())
        .isEqualTo(observation(pressure(systolic, diastolic)).json());
  }

  @Test
  void anUnknownComponentIsNeverGuessed() {
    Rendered rendered = RENDERER.render(CONTEXT, pressure(component("mood", "1", "1")));
    assertThat(rendered)
        .isInstanceOfSatisfying(
            Rendered.Problem.class,
            problem -> assertThat(problem.problem().code()).isEqualTo("unmapped-type"));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,       2026-03-29T00:59:59Z, 2026-03-29T01:59:59+01:00",
    "Europe/Berlin,       2026-03-29T01:00:00Z, 2026-03-29T03:00:00+02:00",
    "Europe/Berlin,       2026-10-25T00:30:00Z, 2026-10-25T02:30:00+02:00",
    "Europe/Berlin,       2026-10-25T01:30:00Z, 2026-10-25T02:30:00+01:00",
    "Europe/London,       2026-01-10T08:00:00Z, 2026-01-10T08:00:00+00:00",
    "Australia/Lord_Howe, 2026-04-04T14:59:00Z, 2026-04-05T01:59:00+11:00",
    "Australia/Lord_Howe, 2026-04-04T15:00:00Z, 2026-04-05T01:30:00+10:30",
    "Asia/Kathmandu,      2026-02-28T20:00:00Z, 2026-03-01T01:45:00+05:45",
    "America/St_Johns,    2024-02-29T12:00:00Z, 2024-02-29T08:30:00-03:30",
    "Europe/Berlin,       2026-01-10T08:00:00.250Z, 2026-01-10T09:00:00.250+01:00",
    "Europe/Berlin,       2026-01-10T08:00:00.000400Z, 2026-01-10T09:00:00+01:00",
  })
  void anInstantIsWrittenOnTheWearersClock(String zone, Instant instant, String text) {
    Timing timing = new Timing.At(Moment.in(instant, ZoneId.of(zone)));
    assertThat(observation(scalar(header("body-weight", timing), "72", "kg")).json())
        .contains("\"effectiveDateTime\":\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 2026-03-29T00:00:00+01:00, 2026-03-30T00:00:00+02:00",
    "Europe/Berlin, 2026-10-25, 2026-10-25T00:00:00+02:00, 2026-10-26T00:00:00+01:00",
    "Europe/Berlin, 2024-02-29, 2024-02-29T00:00:00+01:00, 2024-03-01T00:00:00+01:00",
    "Africa/Cairo,  2026-04-24, 2026-04-24T01:00:00+03:00, 2026-04-25T00:00:00+03:00",
  })
  void aTotalOfADayIsThePeriodFromMidnightToMidnight(
      String zone, LocalDate day, String start, String end) {
    Timing timing = new Timing.OnDay(day, ZoneId.of(zone));
    FhirResource steps = observation(scalar(header("step-count-day", timing), "9124", "1"));
    assertThat(steps.json())
        .contains("\"effectivePeriod\":{\"start\":\"" + start + "\",\"end\":\"" + end + "\"");
    assertThat(steps.measuredAt()).isEqualTo(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  @Test
  void aStatisticOfADayIsADate() {
    Timing timing = new Timing.OnDay(LocalDate.of(2026, 3, 29), BERLIN);
    assertThat(observation(scalar(header("heart-rate-mean-day", timing), "74", "/min")).json())
        .contains("\"effectiveDateTime\":\"2026-03-29\"")
        .doesNotContain("effectivePeriod");
  }

  @Test
  void aTotalOfADayInAnUnknownZoneIsADate() {
    Timing timing = new Timing.OnDay(LocalDate.of(2026, 3, 29), null);
    assertThat(observation(scalar(header("step-count-day", timing), "9124", "1")).json())
        .contains("\"effectiveDateTime\":\"2026-03-29\"");
  }

  @Test
  void anInstantWithoutAnOffsetTellsNoLocalTime() {
    Moment moment = new Moment(MORNING, null, OffsetSource.UNKNOWN, null);
    Reading weight = scalar(header("body-weight", new Timing.At(moment)), "72", "kg");
    assertThat(observation(weight).json())
        .contains("\"effectiveDateTime\":\"2026-03-01T06:12:33Z\"")
        .contains("offset-source\",\"valueCode\":\"unknown\"");
  }

  @Test
  void theTenantsZoneFillsInAndIsMarkedAsAssumed() {
    Moment moment = new Moment(MORNING, null, OffsetSource.UNKNOWN, null);
    ResourceContext context =
        new ResourceContext("t1", "withings", "4711", "Patient/p1", CONTEXT.base(), BERLIN);
    Reading weight = scalar(header("body-weight", new Timing.At(moment)), "72", "kg");
    Rendered.Resources rendered = (Rendered.Resources) RENDERER.render(context, weight);
    assertThat(rendered.resources().get(0).json())
        .contains("\"effectiveDateTime\":\"2026-03-01T07:12:33+01:00\"")
        .contains("offset-source\",\"valueCode\":\"assumed\"");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z, 2026-03-28T23:00:00+01:00,"
        + " 2026-03-29T07:00:00+02:00",
    "2026-10-24T21:00:00Z, 2026-10-25T06:00:00Z, 2026-10-24T23:00:00+02:00,"
        + " 2026-10-25T07:00:00+01:00",
  })
  void aSleepOverAChangeOfClocksHasBothOffsets(
      Instant start, Instant end, String startText, String endText) {
    FhirResource sleep = observation(sleep(start, end, List.of()));
    assertThat(sleep.json())
        .contains("\"start\":\"" + startText + "\",\"end\":\"" + endText + "\"")
        .doesNotContain("\"meta\"");
  }

  @Test
  void stagesBecomeAHypnogramWithHoles() {
    Instant start = MORNING;
    List<Reading.Stage> stages =
        List.of(
            new Reading.Stage("light", start, start.plusSeconds(600)),
            new Reading.Stage("deep", start.plusSeconds(900), start.plusSeconds(1800)));
    assertThat(observation(sleep(start, start.plusSeconds(1800), stages)).json())
        .contains("\"offsets\":\"0 600 900\",\"data\":\"light E deep\"");
  }

  @Test
  void theProvidersDayDecidesWhereANightBelongs() {
    Header header =
        new Header(
            "sleep-session",
            "3081",
            new Timing.Between(Moment.in(MORNING, BERLIN), Moment.in(MORNING, BERLIN)),
            null,
            RecordingMethod.AUTOMATIC,
            null,
            false,
            Map.of("local-day", "2026-03-02"));
    Reading night =
        new Reading.Session(
            header, MAIN_SLEEP, List.of(component("awakenings", "2", "1")), List.of());
    assertThat(observation(night).measuredAt()).isEqualTo("2026-03-02T00:00:00Z");
  }

  @Test
  void samplesOnAGridLeaveHolesAndOthersGetOffsets() {
    Timing timing =
        new Timing.Between(Moment.in(MORNING, BERLIN), Moment.in(MORNING.plusSeconds(60), BERLIN));
    List<Reading.Sample> samples = List.of(sample(0, "61"), sample(10, "62.0"));
    Header header = header("heart-rate-series", timing);
    assertThat(
            observation(new Reading.Series(header, "/min", Duration.ofSeconds(5), samples)).json())
        .contains(
            "\"interval\":5000,\"intervalUnit\":\"ms\",\"dimensions\":1,\"data\":\"61 E 62.0\"");
    assertThat(
            observation(new Reading.Series(header, "/min", Duration.ofSeconds(7), samples)).json())
        .contains(
            "\"intervalUnit\":\"s\",\"dimensions\":1,\"offsets\":\"0 10\",\"data\":\"61 62.0\"");
  }

  @Test
  void statusChangesTheTextAndNothingElse() {
    FhirResource weight = observation(scalar("body-weight", "72.0", "kg"));
    assertThat(weight.withStatus("amended"))
        .isEqualTo(weight.json().replace("\"status\":\"final\"", "\"status\":\"amended\""));
    assertThat(weight.withStatus("final")).isEqualTo(weight.json());
  }

  @Test
  void theHashIsOfTheContentAndNotOfStatusOrId() {
    FhirResource settled = observation(scalar("body-weight", "72.0", "kg"));
    Header growing =
        new Header(
            "body-weight",
            "81/1",
            at(MORNING),
            null,
            RecordingMethod.AUTOMATIC,
            null,
            true,
            Map.of());
    FhirResource preliminary = observation(scalar(growing, "72.0", "kg"));
    assertThat(preliminary.json()).contains("\"status\":\"preliminary\"");
    assertThat(preliminary.preliminary()).isTrue();
    assertThat(preliminary.contentHash()).isEqualTo(settled.contentHash());
    assertThat(observation(scalar("body-weight", "72.1", "kg")).contentHash())
        .isNotEqualTo(settled.contentHash());
  }

  @Test
  void aDeviceComesOnceForAPageAndBeforeItsObservations() {
    DeviceOfOrigin scale = new DeviceOfOrigin("41d8", "weight-scale", "Withings", "Body Comp");
    List<Reading> page = List.of(measuredBy(scale, "81/1"), measuredBy(scale, "82/1"));
    FhirRenderer.RenderedPage rendered = RENDERER.renderPage(CONTEXT, page);
    assertThat(rendered.resources())
        .extracting(FhirResource::resourceType)
        .containsExactly("Device", "Observation", "Observation");
    FhirResource device = rendered.resources().get(0);
    assertThat(rendered.resources().get(1).json())
        .contains("\"device\":{\"reference\":\"" + device.reference() + "\"}");
    assertThat(device.withStatus("amended")).contains("\"status\":\"active\"");
    assertThat(device.withStatus("entered-in-error")).contains("\"status\":\"entered-in-error\"");
  }

  @Test
  void aDeletionNamesTheResourceThatTheReadingBecame() {
    FhirResource weight = observation(scalar("body-weight", "72.0", "kg"));
    Rendered gone =
        RENDERER.render(CONTEXT, new Reading.Deletion(header("body-weight", at(MORNING))));
    assertThat(gone)
        .isEqualTo(new Rendered.Deleted("Observation", weight.id(), "body-weight", "81/1"));
  }

  @Test
  void theLaterOfTwoReadingsOfOneIdentityCounts() {
    List<Reading> page =
        List.of(scalar("body-weight", "72.0", "kg"), scalar("body-weight", "73.0", "kg"));
    assertThat(RENDERER.renderPage(CONTEXT, page).resources())
        .singleElement()
        .satisfies(weight -> assertThat(weight.json()).contains("\"value\":73.0"));
  }

  @Test
  void theProvidersOwnCodeIsNamedInItsCodeSystem() {
    Value.Concept negative = new Value.Concept("provider", "0", "Negative");
    Reading ecg =
        new Reading.Coded(header("afib-ecg-classification", at(MORNING)), negative, List.of());
    assertThat(observation(ecg).json())
        .contains(
            "{\"system\":\"https://health.example/fhir/CodeSystem/withings\","
                + "\"code\":\"afib-0\",\"display\":\"Negative\"}");
  }

  @Test
  void aHalfSurrogatePairIsAProblem() {
    Value.Concept broken = new Value.Concept("provider", "afib-0", "neg\uD800");
    Reading ecg =
        new Reading.Coded(header("afib-ecg-classification", at(MORNING)), broken, List.of());
    assertThat(RENDERER.render(CONTEXT, ecg))
        .isInstanceOfSatisfying(
            Rendered.Problem.class,
            problem -> assertThat(problem.problem().code()).isEqualTo("bad-text"));
  }

  @Test
  void aTechniqueAddsItsCodeAndTheMethod() {
    Header header =
        header("body-fat-percentage", at(MORNING), Map.of("technique", "bioelectrical-impedance"));
    assertThat(observation(scalar(header, "21.5", "%")).json())
        .contains("\"41982-0\"")
        .contains("\"77233-5\"")
        .contains(
            "\"method\":{\"coding\":[{\"system\":\"https://health.example/fhir/CodeSystem/technique\"");
  }

  @Test
  void aProvenanceNamesTargetsVersionsAndPayloadAndIsStable() {
    FhirResource provenance = provenance(List.of("Observation/b", "Observation/a"));
    assertThat(provenance.json())
        .startsWith("{\"resourceType\":\"Provenance\",\"id\":")
        .contains("\"value\":\"0102\"")
        .contains("\"who\":{\"reference\":\"Device/service\"}")
        .contains("\"value\":\"withings@1.0.0\"")
        .contains("\"value\":\"fhir@1+00000000\"");
    assertThat(provenance(List.of("Observation/a", "Observation/b")).json())
        .isEqualTo(provenance.json());
    assertThat(provenance.withStatus("final")).isEqualTo(provenance.json());
  }

  @Test
  void eachVersionOfTheServiceIsADeviceOfItsOwn() {
    DeviceWriter devices = new DeviceWriter(CONTEXT);
    FhirResource one = devices.serviceSoftware("1.0.0");
    assertThat(devices.serviceSoftware("1.0.0").json()).isEqualTo(one.json());
    assertThat(devices.serviceSoftware("1.1.0").reference()).isNotEqualTo(one.reference());
    assertThat(devices.serviceSoftware("1.1.0").json()).contains("\"health-data-sync@1.1.0\"");
  }

  private static FhirResource provenance(List<String> targets) {
    return ProvenanceWriter.render(
        CONTEXT,
        targets,
        MORNING,
        new byte[] {1, 2},
        new MadeBy("Device/service", "withings@1.0.0", "fhir@1+00000000"));
  }

  private static Reading measuredBy(DeviceOfOrigin device, String key) {
    Header header =
        new Header(
            "body-weight", key, at(MORNING), device, RecordingMethod.MANUAL, null, false, Map.of());
    return scalar(header, "72.0", "kg");
  }

  private static Reading sleep(Instant start, Instant end, List<Reading.Stage> stages) {
    Timing timing = new Timing.Between(Moment.in(start, BERLIN), Moment.in(end, BERLIN));
    return new Reading.Session(
        header("sleep-session", timing),
        MAIN_SLEEP,
        List.of(component("total-sleep-duration", "25500", "s")),
        stages);
  }

  private static Reading.Sample sample(int second, String value) {
    return new Reading.Sample(MORNING.plusSeconds(second), new BigDecimal(value));
  }

  private static FhirResource observation(Reading reading) {
    Rendered rendered = RENDERER.render(CONTEXT, reading);
    assertThat(rendered).isInstanceOf(Rendered.Resources.class);
    List<FhirResource> resources = ((Rendered.Resources) rendered).resources();
    return resources.get(resources.size() - 1);
  }
}
