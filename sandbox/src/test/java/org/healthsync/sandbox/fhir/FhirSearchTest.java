package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.healthsync.sandbox.fhir.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirSearchTest extends FhirServerTestBase {

  @BeforeEach
  void fill() {
    http.put("/Patient/pat-2", Samples.PATIENT.replace("pat-1", "pat-2"));
    http.put("/Device/dev-1", Samples.DEVICE);
    http.put("/Observation/w-1", Samples.weight("w-1", "72", "2026-03-01T07:00:00+01:00"));
    http.put("/Observation/w-2", Samples.weight("w-2", "73", "2026-03-02T07:00:00+01:00"));
    http.put(
        "/Observation/w-3",
        Samples.weight("w-3", "74", "2026-03-03")
            .replace("Patient/pat-1", "Patient/pat-2")
            .replace("\"final\"", "\"amended\",\"device\":{\"reference\":\"Device/dev-1\"}"));
    http.put(
        "/Observation/steps",
        Samples.weight("steps", "9000", "2026-03-04")
            .replace(
                "\"effectiveDateTime\":\"2026-03-04\"",
                "\"effectivePeriod\":{\"start\":\"2026-03-04T00:00:00Z\",\"end\":\"2026-03-05T00:00:00Z\"}")
            .replace("29463-7", "41950-7")
            .replace("\"vital-signs\"", "\"activity\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "_id=w-1; w-1",
        "_id=w-1,w-3; w-1 w-3",
        "patient=pat-1; w-1 w-2 steps",
        "patient=Patient/pat-2; w-3",
        "subject=Patient/pat-2; w-3",
        "subject:Patient=pat-2; w-3",
        "code=29463-7; w-1 w-2 w-3",
        "code=http://loinc.org%7C29463-7; w-1 w-2 w-3",
        "code=http://snomed.info/sct%7C29463-7; ''",
        "code=http://loinc.org%7C; w-1 w-2 w-3 steps",
        "code=%7C29463-7; ''",
        "code=41950-7,29463-7; w-1 w-2 w-3 steps",
        "category=activity; steps",
        "status=amended; w-3",
        "device=Device/dev-1; w-3",
        "device=dev-1; w-3",
        "identifier=https://example.org/sid/withings%7Cacc/w-2; w-2",
        "date=2026-03-01; w-1",
        "date=eq2026-03; w-1 w-2 w-3 steps",
        "date=ge2026-03-02; w-2 w-3 steps",
        "date=gt2026-03-02; w-3 steps",
        "date=lt2026-03-02; w-1",
        "date=le2026-03-02; w-1 w-2",
        "date=le2026-03-04T12:00:00Z; w-1 w-2 w-3 steps",
        "date=ge2026-03-04T12:00:00Z; steps",
        "date=ge2026-03-01T06:00:00Z&date=lt2026-03-02; w-1",
        "date=eb2026-03-03; w-1 w-2",
        "date=sa2026-03-03; steps",
        "date=ne2026-03-03; w-1 w-2 steps",
        "patient=pat-1&code=http://loinc.org%7C29463-7&date=ge2026-03-02; w-2",
        "_lastUpdated=ge2020-01-01&patient=pat-2; w-3",
        "_lastUpdated=lt2020-01-01; ''",
        "code=29463-7&_sort=-date; w-3 w-2 w-1",
        "code=29463-7&_sort=-_lastUpdated; w-3 w-2 w-1",
        "_sort=-date,_id&_total=accurate; steps w-3 w-2 w-1"
      })
  void findsWhatMatchesAndNothingElse(String query, String ids) {
    Answer answer = http.get("/Observation?" + query);

    assertThat(answer.status()).isEqualTo(200);
    List<String> expected = ids.isEmpty() ? List.of() : List.of(ids.split(" ", -1));
    assertThat(found(answer)).isEqualTo(expected);
    assertThat(answer.body().path("total").asInt()).isEqualTo(expected.size());
  }

  @Test
  void provenanceIsFoundByItsTarget() {
    http.put(
        "/Provenance/p-1",
        """
        {"resourceType":"Provenance","id":"p-1","recorded":"2026-03-01T07:13:00Z",
         "target":[{"reference":"Observation/w-1"},{"reference":"Observation/w-2"}],
         "agent":[{"who":{"reference":"Device/dev-1"}}]}""");

    assertThat(found(http.get("/Provenance?target=Observation/w-2"))).containsExactly("p-1");
    assertThat(found(http.get("/Provenance?target=w-1"))).containsExactly("p-1");
    assertThat(found(http.get("/Provenance?target=Observation/w-3"))).isEmpty();
  }

  @Test
  void countSummaryHasATotalAndNoEntries() {
    Answer answer = http.get("/Observation?code=29463-7&_summary=count");

    assertThat(answer.body().path("total").asInt()).isEqualTo(3);
    assertThat(answer.body().path("entry").isMissingNode()).isTrue();
  }

  @Test
  void pagesFollowEachOtherToTheEndAndShowEachOnce() {
    Answer first = http.get("/Observation?_sort=date&_count=3");
    assertThat(found(first)).containsExactly("w-1", "w-2", "w-3");
    assertThat(first.body().path("total").asInt()).isEqualTo(4);

    Answer second = http.get(link(first, "next"));
    assertThat(found(second)).containsExactly("steps");
    assertThat(link(second, "next")).isEmpty();
  }

  @Test
  void deletedAndOutdatedAreNotFound() {
    http.delete("/Observation/w-1");
    http.put("/Observation/w-2", Samples.weight("w-2", "73").replace("29463-7", "8302-2"));

    assertThat(found(http.get("/Observation?code=29463-7"))).containsExactly("w-3");
    assertThat(found(http.get("/Observation?patient=pat-1&code=8302-2"))).containsExactly("w-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo=bar",
        "target=Observation/w-1",
        "subject:identifier=urn:x%7Cy",
        "code:not=29463-7",
        "date=tomorrow",
        "date=zz2026-03-01",
        "_sort=status",
        "_include=Observation:subject"
      })
  void whatIsNotUnderstoodIsRefusedInsteadOfIgnored(String query) {
    Answer answer = http.get("/Observation?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  private static List<String> found(Answer answer) {
    return StreamSupport.stream(answer.body().path("entry").spliterator(), false)
        .map(entry -> entry.at("/resource/id").asText())
        .toList();
  }

  private static String link(Answer answer, String relation) {
    return StreamSupport.stream(answer.body().path("link").spliterator(), false)
        .filter(link -> link.path("relation").asText().equals(relation))
        .map(link -> link.path("url").asText())
        .findFirst()
        .orElse("");
  }
}
