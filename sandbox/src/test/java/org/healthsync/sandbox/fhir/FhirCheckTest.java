package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import org.healthsync.sandbox.fhir.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirCheckTest extends FhirServerTestBase {

  /** Each row: what to replace in a good Observation, by what, and the element blamed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "\"status\":\"final\",; ~~; Observation.status",
        "\"code\":{\"coding\"; \"bodySite\":{\"coding\"; Observation.code",
        "\"value\":72,; ~~; Observation.value",
        "http://unitsofmeasure.org; http://units.example; Observation.value",
        "\"system\":\"http://unitsofmeasure.org\",; ~~; Observation.value",
        "T07:12:33+01:00; T07:12+01:00; Observation.effective",
        "T07:12:33+01:00; T07:12:33; Observation.effective",
        "\"subject\"; \"dataAbsentReason\":{\"text\":\"none\"},\"subject\"; dataAbsentReason",
        "\"subject\"; \"component\":[{\"code\":{\"text\":\"c\"}}],\"subject\"; Observation.component"
      })
  void anInvalidObservationIsRefusedWithTheElementAtFault(
      String part, String replacement, String blamed) {
    String good = Samples.weight("w-1", "72");
    assertThat(good).contains(part);

    Answer answer = http.put("/Observation/w-1", good.replace(part, replacement));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.reasons()).contains(blamed).contains("Observation/w-1");
    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "\"final\"; \"finished\"",
        "\"subject\"; \"subjects\"",
        "2026-03-01T07; 2026-13-01T07",
        "\"value\":72; \"value\":\"much\"",
        "\"value\":72; \"value\":NaN"
      })
  void whatDoesNotParseStrictlyIsRefused(String part, String replacement) {
    Answer answer =
        http.put("/Observation/w-1", Samples.weight("w-1", "72").replace(part, replacement));

    assertThat(answer.status()).isBetween(400, 422);
    assertThat(answer.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(server.control().counts()).doesNotContainKey("Observation");
  }

  @Test
  void aMissingValueWithItsReasonIsAccepted() {
    String withReason =
        Samples.weight("w-1", "72")
            .replaceAll("\"valueQuantity\":\\{[^}]*}", "\"dataAbsentReason\":{\"text\":\"error\"}");

    assertThat(http.put("/Observation/w-1", withReason).status()).isEqualTo(201);
  }

  @Test
  void aVitalSignWithNothingToSayIsRefused() {
    String empty = Samples.weight("w-1", "72").replaceAll(",\\s*\"valueQuantity\":\\{[^}]*}", "");

    Answer answer = http.put("/Observation/w-1", empty);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.reasons()).contains("vs-2");
  }

  @Test
  void sampledDataNeedsExactlyOneOfIntervalAndOffsets() {
    String series =
        Samples.weight("w-1", "72")
            .replaceAll(
                "\"valueQuantity\":\\{[^}]*}",
                "\"valueSampledData\":{\"origin\":{\"value\":0},\"intervalUnit\":\"s\","
                    + "\"dimensions\":1,\"data\":\"60 61\"}");

    assertThat(http.put("/Observation/w-1", series).reasons()).contains("sdd-1");
    Answer good =
        http.put(
            "/Observation/w-1",
            series.replace("\"intervalUnit\"", "\"interval\":5,\"intervalUnit\""));
    assertThat(good.status()).isEqualTo(201);
  }

  @Test
  void otherTypesTheServiceSendsAreTakenAndChecked() {
    http.put("/Device/dev-1", Samples.DEVICE);
    String association =
        """
        {"resourceType":"DeviceAssociation","id":"da-1","device":{"reference":"Device/dev-1"},
         "status":{"text":"attached"},"subject":[{"reference":"Patient/pat-1"}]}""";
    String administration =
        """
        {"resourceType":"MedicationAdministration","id":"ma-1","status":"completed",
         "medication":{"concept":{"coding":[{"system":"urn:m","code":"insulin"}]}},
         "subject":{"reference":"Patient/pat-1"},"occurenceDateTime":"2026-03-01"}""";
    String intake =
        """
        {"resourceType":"NutritionIntake","id":"ni-1","status":"completed",
         "subject":{"reference":"Patient/pat-1"},"occurrenceDateTime":"2026-03-01",
         "consumedItem":[{"type":{"text":"food"},"nutritionProduct":{"concept":{"text":"x"}}}]}""";
    String consent =
        """
        {"resourceType":"Consent","id":"co-1","status":"active","date":"2026-03-01",
         "subject":{"reference":"Patient/pat-1"},"decision":"permit"}""";
    String document =
        """
        {"resourceType":"DocumentReference","id":"do-1","status":"current",
         "subject":{"reference":"Patient/pat-1"},"content":[{"attachment":{"title":"t"}}]}""";

    assertThat(http.put("/DeviceAssociation/da-1", association).status()).isEqualTo(201);
    assertThat(http.put("/MedicationAdministration/ma-1", administration).status()).isEqualTo(201);
    assertThat(http.put("/NutritionIntake/ni-1", intake).status()).isEqualTo(201);
    assertThat(http.put("/Consent/co-1", consent).status()).isEqualTo(201);
    assertThat(http.put("/DocumentReference/do-1", document).status()).isEqualTo(201);
    assertThat(
            http.get("/MedicationAdministration?code=insulin&date=2026-03-01")
                .body()
                .path("total")
                .asInt())
        .isEqualTo(1);
    Answer missing =
        http.put(
            "/MedicationAdministration/ma-1",
            administration.replace(",\"occurenceDateTime\":\"2026-03-01\"", ""));
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.reasons()).contains("occurence");
  }

  @Test
  void aGivenValidatorHasTheLastWord() {
    FhirValidator validator = new FhirValidator(FhirContext.forR5Cached());
    validator.registerValidatorModule(
        context -> {
          SingleValidationMessage message = new SingleValidationMessage();
          message.setSeverity(ResultSeverityEnum.ERROR);
          message.setLocationString("Patient.active");
          message.setMessage("not in this ward");
          context.addValidationMessage(message);
        });
    try (FhirServer strict =
        FhirServer.start(FhirServerOptions.defaults().withValidator(validator))) {
      Answer answer = new FhirHttp(strict.baseUri()).put("/Patient/pat-1", Samples.PATIENT);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.reasons()).contains("Patient.active").contains("not in this ward");
    }
  }

  @Test
  void checksCanBeLeftOut() {
    FhirServerOptions lenient =
        FhirServerOptions.defaults().withStructureUnchecked().withReferencesUnchecked();
    try (FhirServer server = FhirServer.start(lenient)) {
      Answer answer =
          new FhirHttp(server.baseUri())
              .put(
                  "/Observation/w-1",
                  "{\"resourceType\":\"Observation\",\"id\":\"w-1\",\"subject\":{\"reference\":\"Patient/nobody\"}}");

      assertThat(answer.status()).isEqualTo(201);
    }
  }
}
