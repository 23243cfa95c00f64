package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsync.map.fhir.Readings.BERLIN;
import static org.healthsync.map.fhir.Readings.CONTEXT;
import static org.healthsync.map.fhir.Readings.MORNING;
import static org.healthsync.map.fhir.Readings.at;
import static org.healthsync.map.fhir.Readings.between;
import static org.healthsync.map.fhir.Readings.component;
import static org.healthsync.map.fhir.Readings.header;
import static org.healthsync.map.fhir.Readings.scalar;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.Component;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;
import org.healthsync.spi.reading.Value;
import org.healthsync.spi.reading.Value.Comparator;
import org.healthsync.spi.stream.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row of the table can say beyond a quantity and its code. */
class TableFeaturesTest {

  private static final FhirMapping SHIPPED = FhirMapping.load();
  private static final Timing NIGHT = between(MORNING, MORNING.plusSeconds(7200));

  @ParameterizedTest
  @CsvSource({"mg/dL, 99504-3", "mmol/L, 105272-9"})
  void theUnitOfAGlucoseDecidesOnItsCodeAndNothingIsConverted(String unit, String code) {
    assertThat(json(SHIPPED, scalar("glucose-interstitial", "5.4", unit)))
        .contains("\"code\":\"" + code + "\"")
        .contains("\"value\":5.4,\"unit\":\"" + unit + "\"");
  }

  @Test
  void aUnitWithoutACodeIsAProblem() {
    assertThat(problem(SHIPPED, scalar("glucose-interstitial", "1.1", "g/L")))
        .isEqualTo("bad-unit");
  }

  @Test
  void theMainComponentIsTheValueAndTheOthersStayComponents() {
    Reading glucose =
        new Reading.Panel(
            header("glucose-interstitial", at(MORNING)),
            List.of(
                component("glucose", "104", "mg/dL"),
                new Component("trend", new Value.Concept("glucose-trend", "rising", null)),
                component("rate-of-change", "1.2", "mg/dL/min")));
    assertThat(json(SHIPPED, glucose))
        .contains("\"valueQuantity\":{\"value\":104,\"unit\":\"mg/dL\"")
        .contains("CodeSystem/glucose-trend\",\"code\":\"rising\",\"display\":\"Rising\"")
        .contains("\"value\":1.2,\"unit\":\"mg/dL/min\"");
    Reading without =
        new Reading.Panel(
            header("glucose-interstitial", at(MORNING)),
            List.of(component("rate-of-change", "1.2", "mg/dL/min")));
    assertThat(problem(SHIPPED, without)).isEqualTo("missing-component");
  }

  @Test
  void aValueBeyondTheSensorSaysSoTwice() {
    Value.Quantity high =
        new Value.Quantity(new BigDecimal("400"), "mg/dL", Value.Comparator.GREATER);
    Reading glucose = new Reading.Scalar(header("glucose-interstitial", at(MORNING)), high);
    assertThat(json(SHIPPED, glucose))
        .contains("\"comparator\":\">\"")
        .contains("v3-ObservationInterpretation\",\"code\":\">\"");
  }

  @Test
  void aDoseOfInsulinIsAMedicationAdministration() {
    FhirResource dose = resource(SHIPPED, scalar("insulin-rapid-acting", "4.5", "[iU]"));
    assertThat(dose.resourceType()).isEqualTo("MedicationAdministration");
    assertThat(dose.json())
        .startsWith("{\"resourceType\":\"MedicationAdministration\",\"status\":\"completed\"")
        .contains("\"system\":\"http://www.whocc.no/atc\",\"code\":\"A10AB\"")
        .contains("\"occurenceDateTime\":\"2026-03-01T07:12:33+01:00\"")
        .contains("\"dosage\":{\"dose\":{\"value\":4.5,\"unit\":\"IU\"");
    assertThat(dose.withStatus("amended")).isEqualTo(dose.json());
    assertThat(dose.withStatus("entered-in-error")).contains("\"status\":\"entered-in-error\"");
    Reading gone = new Reading.Deletion(header("insulin-rapid-acting", at(MORNING)));
    assertThat(new FhirRenderer(SHIPPED).render(CONTEXT, gone))
        .isInstanceOfSatisfying(
            Rendered.Deleted.class,
            deleted -> {
              assertThat(deleted.resourceType()).isEqualTo("MedicationAdministration");
              assertThat(deleted.id()).isEqualTo(dose.id());
            });
  }

  @Test
  void aBasalRateIsARateOverAPeriod() {
    assertThat(json(SHIPPED, scalar(header("insulin-basal-rate", NIGHT), "0.8", "[iU]/h")))
        .contains("\"occurencePeriod\":{\"start\":")
        .contains("\"dosage\":{\"rateQuantity\":{\"value\":0.8,\"unit\":\"IU/h\"");
  }

  @Test
  void foodIsANutritionIntakeWithItsNutrients() {
    Value.Concept porridge = new Value.Concept("provider", "f-17", "Oat porridge");
    Reading food =
        new Reading.Coded(
            header("food-intake", at(MORNING)),
            porridge,
            List.of(component("energy", "310", "kcal"), component("amount", "250", "g")));
    assertThat(json(SHIPPED, food))
        .contains("\"nutritionProduct\":{\"concept\":{\"text\":\"Oat porridge\"}}")
        .contains("\"amount\":{\"value\":250,\"unit\":\"g\"")
        .contains("\"ingredientLabel\":[{\"nutrient\":{\"concept\":{\"coding\":[{")
        .contains("\"value\":310,\"unit\":\"kcal\"");
  }

  @Test
  void foodCanBeAnObservationInstead() {
    FhirMapping observations =
        SHIPPED.overlaid("fhir.yaml", "types: {food-intake: {resource: observation}}");
    Value.Concept porridge = new Value.Concept("provider", "f-17", "Oat porridge");
    Reading food =
        new Reading.Coded(
            header("food-intake", at(MORNING)),
            porridge,
            List.of(component("energy", "310", "kcal")));
    FhirResource observation = resource(observations, food);
    assertThat(observation.resourceType()).isEqualTo("Observation");
    assertThat(observation.json())
        .contains("\"valueCodeableConcept\":{\"text\":\"Oat porridge\"}")
        .contains("\"9052-2\"");
    assertThat(observation.id()).isEqualTo(resource(SHIPPED, food).id());
  }

  @Test
  void aDateIsTheValueOfACyclesFirstDay() {
    Timing day = new Timing.OnDay(LocalDate.of(2026, 3, 5), BERLIN);
    Reading start = new Reading.Dated(header("last-period-start", day), LocalDate.of(2026, 3, 4));
    assertThat(json(SHIPPED, start))
        .contains("\"effectiveDateTime\":\"2026-03-05\"")
        .contains("\"valueDateTime\":\"2026-03-04\"");
  }

  @Test
  void aRouteIsSkippedUntilAnOperatorWantsIt() {
    Reading route =
        new Reading.Document(
            header("workout-route", NIGHT), "application/gpx+xml", Payload.of("<gpx/>"));
    assertThat(new FhirRenderer(SHIPPED).render(CONTEXT, route))
        .isEqualTo(new Rendered.Skipped("workout-route"));
    FhirMapping wanted = SHIPPED.overlaid("fhir.yaml", "types: {workout-route: {off: false}}");
    FhirResource document = resource(wanted, route);
    assertThat(document.resourceType()).isEqualTo("DocumentReference");
    assertThat(document.json())
        .contains("\"status\":\"current\"")
        .contains("\"period\":{\"start\":")
        .contains("\"contentType\":\"application/gpx+xml\",\"data\":\"PGdweC8+\"");
  }

  @Test
  void aSportHasItsLoincAnswerBeforeTheProvidersCode() {
    Reading run =
        new Reading.Session(
            header("workout", NIGHT),
            new Value.Concept("provider", "2", "Run"),
            List.of(component("running-distance", "6.3", "km")),
            List.of());
    assertThat(json(SHIPPED, run))
        .contains(
            "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://loinc.org\","
                + "\"code\":\"LA11836-6\",\"display\":\"Running\"},"
                + "{\"system\":\"https://health.example/fhir/CodeSystem/withings\","
                + "\"code\":\"workout-2\"")
        .contains("\"value\":6300,\"unit\":\"m\"");
  }

  @Test
  void theLimitsOfAZoneStandBesideTheTimeInIt() {
    Header header = header("workout", NIGHT, Map.of("hr-zone-1-duration-range", "95..114"));
    Reading run = new Reading.Panel(header, List.of(component("hr-zone-1-duration", "640", "s")));
    assertThat(json(SHIPPED, run))
        .contains("StructureDefinition/hr-zone-range\",\"valueRange\":{\"low\":{\"value\":95,");
    Header wrong = header("workout", NIGHT, Map.of("hr-zone-1-duration-range", "114..95"));
    Reading turned = new Reading.Panel(wrong, List.of(component("hr-zone-1-duration", "640", "s")));
    assertThat(problem(SHIPPED, turned)).isEqualTo("out-of-range");
  }

  @Test
  void aSessionListsWhatContinuesItsKeyAndComesAfterIt() {
    Reading night = sleep(List.of());
    Reading mean =
        new Reading.Scalar(
            keyed("heart-rate-mean-sleep", "81/1/hr"), Value.Quantity.of(BigDecimal.TEN, "/min"));
    Reading other =
        new Reading.Scalar(
            keyed("heart-rate-min-sleep", "82/1/hr"), Value.Quantity.of(BigDecimal.TEN, "/min"));
    List<FhirResource> page =
        new FhirRenderer(SHIPPED).renderPage(CONTEXT, List.of(night, mean, other)).resources();
    FhirResource session = page.get(2);
    assertThat(session.readingType()).isEqualTo("sleep-session");
    assertThat(session.json())
        .contains("\"hasMember\":[{\"reference\":\"" + page.get(0).reference() + "\"}]");
  }

  @Test
  void aSessionDoesNotListWhatIsNotSent() {
    Reading night = sleep(List.of());
    Reading mean =
        new Reading.Scalar(
            keyed("heart-rate-mean-sleep", "81/1/hr"), Value.Quantity.of(BigDecimal.TEN, "/min"));
    Reading least =
        new Reading.Scalar(
            keyed("heart-rate-min-sleep", "81/1/min"), Value.Quantity.of(BigDecimal.TEN, "/min"));
    List<FhirResource> page =
        new FhirRenderer(SHIPPED)
            .renderPage(
                CONTEXT,
                List.of(night, mean, least),
                made -> !made.readingType().equals("heart-rate-mean-sleep"))
            .resources();
    assertThat(page.get(2).json())
        .contains("\"hasMember\":[{\"reference\":\"" + page.get(1).reference() + "\"}]");
  }

  @Test
  void stagesCanBeAnObservationEachThatTheSessionLists() {
    FhirMapping segments =
        SHIPPED.overlaid("fhir.yaml", "types: {sleep-session: {stages: segments}}");
    Reading night =
        sleep(
            List.of(
                new Reading.Stage("light", MORNING, MORNING.plusSeconds(600)),
                new Reading.Stage("deep", MORNING.plusSeconds(600), MORNING.plusSeconds(7200))));
    List<FhirResource> resources =
        new FhirRenderer(segments).renderPage(CONTEXT, List.of(night)).resources();
    assertThat(resources).hasSize(3).extracting(FhirResource::id).doesNotHaveDuplicates();
    assertThat(resources).extracting(FhirResource::sourceKey).containsOnly("81/1");
    assertThat(resources.get(0).json())
        .contains("CodeSystem/sleep-stage\",\"code\":\"light\"")
        .contains(
            "\"effectivePeriod\":{\"start\":\"2026-03-01T07:12:33+01:00\","
                + "\"end\":\"2026-03-01T07:22:33+01:00\"");
    assertThat(resources.get(2).json())
        .contains(
            "\"hasMember\":[{\"reference\":\""
                + resources.get(0).reference()
                + "\"},{\"reference\":\""
                + resources.get(1).reference())
        .doesNotContain("sleep-hypnogram");
    assertThat(resources.get(2).id()).isEqualTo(resource(SHIPPED, night).id());
    Reading gone = new Reading.Deletion(header("sleep-session", NIGHT));
    assertThat(new FhirRenderer(segments).renderPage(CONTEXT, List.of(night, gone)).resources())
        .isEmpty();
  }

  @Test
  void aSeriesIsCutIntoHoursOfUtc() {
    FhirMapping hourly =
        SHIPPED.overlaid("fhir.yaml", "types: {heart-rate-series: {value: {chunk: hour}}}");
    Reading series = heartRates(null, 0, 33, 3600);
    List<FhirResource> chunks =
        new FhirRenderer(hourly).renderPage(CONTEXT, List.of(series)).resources();
    assertThat(chunks).hasSize(2).extracting(FhirResource::id).doesNotHaveDuplicates();
    assertThat(chunks.get(0).json())
        .contains(
            "\"effectivePeriod\":{\"start\":\"2026-03-01T07:00:00+01:00\","
                + "\"end\":\"2026-03-01T08:00:00+01:00\"")
        .contains("\"offsets\":\"753 786\"");
    assertThat(chunks.get(1).json()).contains("\"start\":\"2026-03-01T08:00:00+01:00\"");
  }

  @Test
  void aSeriesIsCutIntoDaysOfThePerson() {
    FhirMapping daily =
        SHIPPED.overlaid("fhir.yaml", "types: {heart-rate-series: {value: {chunk: day}}}");
    Reading series = heartRates(Duration.ofSeconds(60), 0, 60, 86_400);
    List<FhirResource> chunks =
        new FhirRenderer(daily).renderPage(CONTEXT, List.of(series)).resources();
    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(0).json())
        .contains(
            "\"effectivePeriod\":{\"start\":\"2026-03-01T00:00:00+01:00\","
                + "\"end\":\"2026-03-02T00:00:00+01:00\"");
  }

  @Test
  void samplesAreConvertedToTheUnitOfTheType() {
    Reading series =
        new Reading.Series(
            header("distance-series", NIGHT),
            "km",
            Duration.ofMinutes(1),
            List.of(new Reading.Sample(MORNING, new BigDecimal("0.03125"))));
    assertThat(json(SHIPPED, series)).contains("\"unit\":\"m\"").contains("\"data\":\"31.25\"");
  }

  @Test
  void samplesBeyondTheSensorAreTheLimitsOfTheData() {
    List<Reading.Sample> samples =
        List.of(
            new Reading.Sample(MORNING, new BigDecimal("40"), Comparator.LESS),
            new Reading.Sample(MORNING.plusSeconds(300), new BigDecimal("112")),
            new Reading.Sample(MORNING.plusSeconds(900), new BigDecimal("400"), Comparator.GREATER),
            new Reading.Sample(MORNING.plusSeconds(1200), new BigDecimal("398")));
    assertThat(json(SHIPPED, glucose(samples)))
        .contains(
            "\"interval\":300000,\"intervalUnit\":\"ms\",\"lowerLimit\":40,\"upperLimit\":400,"
                + "\"dimensions\":1,\"data\":\"L 112 E U 398\"");
  }

  @Test
  void limitsAreConvertedWithTheirSamples() {
    Reading series =
        new Reading.Series(
            header("distance-series", NIGHT),
            "km",
            Duration.ofMinutes(1),
            List.of(new Reading.Sample(MORNING, new BigDecimal("0.5"), Comparator.GREATER)));
    assertThat(json(SHIPPED, series)).contains("\"upperLimit\":500").contains("\"data\":\"U\"");
  }

  @Test
  void twoLimitsOfOneSideAreAProblem() {
    List<Reading.Sample> samples =
        List.of(
            new Reading.Sample(MORNING, new BigDecimal("40"), Comparator.LESS),
            new Reading.Sample(MORNING.plusSeconds(300), new BigDecimal("39"), Comparator.LESS));
    assertThat(problem(SHIPPED, glucose(samples))).isEqualTo("wrong-shape");
  }

  @Test
  void aGridThatWouldBeMostlyHolesGivesWayToOffsets() {
    assertThat(json(SHIPPED, heartRates(Duration.ofSeconds(5), 0, 5, 600)))
        .contains("\"offsets\":\"0 5 600\"")
        .doesNotContain("\"interval\"");
  }

  @Test
  void samplesOutOfOrderOrBeforeTheirPeriodAreAProblem() {
    assertThat(problem(SHIPPED, heartRates(null, 0, 20, 10))).isEqualTo("wrong-shape");
    assertThat(problem(SHIPPED, heartRates(null, -1, 20, 30))).isEqualTo("wrong-shape");
  }

  @Test
  void theCountsOfAWaveformStayAndTheFactorMakesThemMicrovolts() {
    Reading ecg =
        new Reading.Waveform(
            header("ecg", at(MORNING)),
            "I",
            new BigDecimal("300"),
            "mV",
            new BigDecimal("0.000488"),
            List.of(new BigDecimal("12"), new BigDecimal("-7")),
            List.of());
    assertThat(json(SHIPPED, ecg))
        .contains(
            "\"interval\":3.333333333,\"intervalUnit\":\"ms\",\"factor\":0.488,\"dimensions\":1,"
                + "\"data\":\"12 -7\"");
  }

  @Test
  void aDeviceTellsItsSerialNumberItsVersionsAndItsKind() {
    DeviceOfOrigin watch =
        new DeviceOfOrigin("41d8", "watch", "Acme", "Watch 2", "SN-7", "1.2", "3.4");
    Header header =
        new Header(
            "heart-rate",
            "1",
            at(MORNING),
            watch,
            RecordingMethod.AUTOMATIC,
            null,
            false,
            Map.of());
    Reading rate = new Reading.Scalar(header, Value.Quantity.of(BigDecimal.TEN, "/min"));
    FhirResource device =
        new FhirRenderer(SHIPPED).renderPage(CONTEXT, List.of(rate)).resources().get(0);
    assertThat(device.json())
        .contains("\"serialNumber\":\"SN-7\"")
        .contains("\"code\":\"528457\"")
        .contains("CodeSystem/device-kind\",\"code\":\"watch\"")
        .contains("\"code\":\"531975\"}]},\"value\":\"1.2\"")
        .contains("\"code\":\"531976\"}]},\"value\":\"3.4\"");
  }

  @Test
  void aTypeTakesOnlyTheFormsOfTimeThatItsRowNames() {
    assertThat(problem(SHIPPED, scalar(header("step-count-day", at(MORNING)), "1", "1")))
        .isEqualTo("bad-timing");
    assertThat(problem(SHIPPED, scalar(header("step-count", at(MORNING)), "1", "1")))
        .isEqualTo("bad-timing");
  }

  private static Reading heartRates(@Nullable Duration interval, int... seconds) {
    List<Reading.Sample> samples =
        Arrays.stream(seconds)
            .mapToObj(s -> new Reading.Sample(MORNING.plusSeconds(s), new BigDecimal("61")))
            .toList();
    return new Reading.Series(
        header("heart-rate-series", between(MORNING, MORNING.plusSeconds(90_000))),
        "/min",
        interval,
        samples);
  }

  private static Reading glucose(List<Reading.Sample> samples) {
    Timing period = between(MORNING, MORNING.plusSeconds(1200));
    return new Reading.Series(
        header("glucose-interstitial-series", period), "mg/dL", Duration.ofMinutes(5), samples);
  }

  private static Reading sleep(List<Reading.Stage> stages) {
    return new Reading.Session(
        header("sleep-session", NIGHT),
        new Value.Concept("wearable-measure", "main-sleep", null),
        List.of(),
        stages);
  }

  private static Header keyed(String type, String key) {
    return new Header(type, key, NIGHT, null, RecordingMethod.AUTOMATIC, null, false, Map.of());
  }

  private static String json(FhirMapping mapping, Reading reading) {
    return resource(mapping, reading).json();
  }

  private static FhirResource resource(FhirMapping mapping, Reading reading) {
    Rendered rendered = new FhirRenderer(mapping).render(CONTEXT, reading);
    assertThat(rendered).isInstanceOf(Rendered.Resources.class);
    List<FhirResource> resources = ((Rendered.Resources) rendered).resources();
    return resources.get(resources.size() - 1);
  }

  private static String problem(FhirMapping mapping, Reading reading) {
    Rendered rendered = new FhirRenderer(mapping).render(CONTEXT, reading);
    assertThat(rendered).isInstanceOf(Rendered.Problem.class);
    return ((Rendered.Problem) rendered).problem().code();
  }
}
