package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsync.platform.api.Json;
import org.junit.jupiter.api.Test;

class RedactedExtractTest {

  @Test
  void codesAndUnitsOfAMeasureStayAndItsNumbersAndTextsDoNot() {
    String measure =
        "{\"value\":70123,\"type\":1,\"unit\":-3,\"comment\":\"felt dizzy\",\"at\":1790000000,"
            + "\"manual\":true,\"fm\":null,\"units\":\"mg/dL\"}";

    assertThat(shape(measure))
        .isEqualTo(
            "{\"value\":\"<number>\",\"type\":1,\"unit\":-3,\"comment\":\"<text>\","
                + "\"at\":\"<number>\",\"manual\":\"<boolean>\",\"fm\":\"<null>\","
                + "\"units\":\"mg/dL\"}");
  }

  @Test
  void tellingMemberWithSomethingElseThanACodeIsReplaced() {
    assertThat(shape("{\"type\":\"she said 72 kg\",\"unit\":70123,\"category\":1.5}"))
        .isEqualTo("{\"type\":\"<text>\",\"unit\":\"<number>\",\"category\":\"<number>\"}");
  }

  @Test
  void resourceShowsWhatWasMeasuredButNeitherValueNorWhoseItIs() {
    String resource =
        "[Issue[location=Observation.value, text=98.625 is wrong]]\n"
            + "{\"resourceType\":\"Observation\",\"id\":\"4711\",\"code\":{\"coding\":[{"
            + "\"system\":\"http://loinc.org\",\"code\":\"29463-7\",\"display\":\"Body weight\"}]},"
            + "\"subject\":{\"reference\":\"Patient/p1\"},\"valueQuantity\":{\"value\":98.625,"
            + "\"unit\":\"kg\",\"code\":\"kg\"},\"valueCodeableConcept\":{\"coding\":[{"
            + "\"code\":\"atrial-fibrillation\"}]}}";

    assertThat(shape(resource))
        .contains("Observation", "29463-7", "http://loinc.org", "\"unit\":\"kg\"")
        .doesNotContain("98.625", "Patient/p1", "4711", "atrial-fibrillation", "Body weight");
  }

  @Test
  void membersThatAreDataThemselvesLoseTheirNames() {
    assertThat(shape("{\"1790000000\":72,\"2026-01-01\":1,\"anna@example.org\":2}"))
        .isEqualTo(
            "{\"<name 1>\":\"<number>\",\"<name 2>\":\"<number>\",\"<name 3>\":\"<number>\"}");
  }

  @Test
  void longListsAndDeepNestingAreCut() {
    assertThat(shape("[1,2,3,4,5]"))
        .isEqualTo("[\"<number>\",\"<number>\",\"<number>\",\"<2 more>\"]");
    assertThat(shape("[".repeat(60) + "]".repeat(60))).contains("<more>");
  }

  @Test
  void textThatIsNoJsonHasNoShape() {
    assertThat(RedactedExtract.of("weight: 72")).isNull();
  }

  private static String shape(String json) {
    return new String(
        Json.bytes(java.util.Objects.requireNonNull(RedactedExtract.of(json))),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
