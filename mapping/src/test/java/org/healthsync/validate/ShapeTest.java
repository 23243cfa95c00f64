package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

  private static final String WEIGHT =
      """
      {"resourceType":"Observation","status":"final","id":"a-1",\
      "code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},\
      "subject":{"reference":"Patient/p1"},\
      "effectiveDateTime":"2026-03-01T07:12:33+01:00",\
      "_effectiveDateTime":{"extension":[{\
      "url":"http://hl7.org/fhir/StructureDefinition/timezone","valueCode":"Europe/Berlin"}]},\
      "valueQuantity":{"value":72.0,"unit":"kg","code":"kg"}}""";

  private static final String NIGHT =
      """
      {"resourceType":"Observation","effectivePeriod":{"start":"2026-03-01T23:00:00+01:00",\
      "end":"2026-03-02T07:00:00+01:00"}}""";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "72.0 | 81",
        "72.0 | -0.5",
        "a-1 | b.2",
        "Patient/p1 | Patient/p2",
        "2026-03-01T07:12:33+01:00 | 2025-12-31T23:59:59.125-03:30",
        "2026-03-01T07:12:33+01:00 | 2025-12-31T23:59:59Z",
        "Europe/Berlin | Asia/Kathmandu",
        "\"final\" | \"amended\"",
      })
  void aUsualValueDoesNotChangeTheShape(String from, String to) {
    assertThat(Shape.of(WEIGHT.replace(from, to))).isEqualTo(Shape.of(WEIGHT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "72.0 | \"72.0\"",
        "72.0 | true",
        "72.0 | 1234567890123456789",
        "72.0 | 1E3",
        "a-1 | a_1",
        "a-1 | 12345678901234567890123456789012345678901234567890123456789012345",
        "Patient/p1 | Device/p1",
        "Patient/p1 | p1",
        "2026-03-01T07:12:33+01:00 | 2026-03-01",
        "2026-03-01T07:12:33+01:00 | 2026-03",
        "2026-03-01T07:12:33+01:00 | 2026-03-01T07:12+01:00",
        "2026-03-01T07:12:33+01:00 | 2026-03-01T07:12:33",
        "2026-03-01T07:12:33+01:00 | 2026-02-30T07:12:33+01:00",
        "2026-03-01T07:12:33+01:00 | 2026-03-01T24:00:00+01:00",
        "2026-03-01T07:12:33+01:00 | 0026-03-01T07:12:33+01:00",
        "2026-03-01T07:12:33+01:00 | 2026-03-01T07:12:33+01:00:30",
        "Europe/Berlin | Europe/Berlim",
        "29463-7 | 29463-8",
        "\"kg\" | \"g\"",
        "\"final\" | \"done\"",
      })
  void anUnusualValueOrACodeIsPartOfTheShape(String from, String to) {
    assertThat(Shape.of(WEIGHT.replace(from, to))).isNotEqualTo(Shape.of(WEIGHT));
  }

  @Test
  void anElementMoreOrLessIsAnotherShape() {
    assertThat(Shape.of(WEIGHT.replace("\"unit\":\"kg\",", ""))).isNotEqualTo(Shape.of(WEIGHT));
    assertThat(Shape.of(WEIGHT.replace("\"code\":\"kg\"", "\"code\":\"kg\",\"x\":1")))
        .isNotEqualTo(Shape.of(WEIGHT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T22:59:59+01:00",
        "2026-03-01",
        "2026-03-01T22:30:00+01:00",
      })
  void aPeriodThatEndsBeforeItsStartIsAnotherShape(String end) {
    assertThat(Shape.of(NIGHT.replace("2026-03-02T07:00:00+01:00", end)))
        .isNotEqualTo(Shape.of(NIGHT));
  }

  @Test
  void whereStartAndEndAreNotInOrderBothArePartOfTheShape() {
    String mixed = NIGHT.replace("2026-03-02T07:00:00+01:00", "2026-03-02");
    String later = mixed.replace("2026-03-01T23:00:00+01:00", "2026-03-03T23:00:00+01:00");
    assertThat(Shape.of(later)).isNotEqualTo(Shape.of(mixed));
  }

  @Test
  void anEndBeforeItsStartInTheTextHidesNoWrongOrder() {
    String turned =
        """
        {"resourceType":"Observation","effectivePeriod":{"end":"2026-03-02T07:00:00+01:00",\
        "_end":{"id":"x"},"start":"2026-03-01T23:00:00+01:00"}}""";
    String wrong = turned.replace("2026-03-01T23", "2026-03-02T23");
    assertThat(Shape.of(wrong)).isNotEqualTo(Shape.of(turned));
  }

  @Test
  void aPeriodOverAChangeOfClocksIsInOrderByInstant() {
    String repeatedHour =
        NIGHT
            .replace("2026-03-01T23:00:00+01:00", "2026-10-25T02:50:00+02:00")
            .replace("2026-03-02T07:00:00+01:00", "2026-10-25T02:10:00+01:00");
    assertThat(Shape.of(repeatedHour)).isEqualTo(Shape.of(NIGHT));
  }

  @Test
  void theNumberOfTargetsOfAProvenanceDoesNotMatterButTheirTypesDo() {
    Shape two = Shape.of(provenance("Observation/a", "Observation/b"));
    assertThat(Shape.of(provenance("Observation/c", "Observation/d"))).isEqualTo(two);
    assertThat(Shape.of(provenance("Observation/a", "Device/b"))).isNotEqualTo(two);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":\"a\",\"resourceType\":\"Observation\"}",
        "{\"resourceType\":\"Observation\"",
        "{\"resourceType\":\"Observation\"} x",
        "{\"resourceType\":\"Observation\",\"valueInteger\":NaN}",
      })
  void whatIsNoResourceHasNoShape(String text) {
    assertThatThrownBy(() -> Shape.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameThatStandsTwiceMakesAnotherShape() {
    String once = "{\"resourceType\":\"Observation\",\"id\":\"a\"}";
    String twice = "{\"resourceType\":\"Observation\",\"id\":\"a\",\"id\":\"b\"}";
    assertThat(Shape.of(twice)).isNotEqualTo(Shape.of(once));
  }

  private static String provenance(String first, String second) {
    return "{\"resourceType\":\"Provenance\",\"target\":[{\"reference\":\"%s\"},{\"reference\":\"%s\"}]}"
        .formatted(first, second);
  }
}
