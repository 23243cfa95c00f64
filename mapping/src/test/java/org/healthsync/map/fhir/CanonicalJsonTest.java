package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import org.hl7.fhir.r5.model.Device;
import org.hl7.fhir.r5.model.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalJsonTest {

  private static final FhirContext R5 = FhirContext.forR5Cached();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a \"quoted\" word",
        "back\\slash and \\\" both",
        "a/slash",
        "Größe 12 ℃",
        "😀 pair",
        "\u007f\u00a0\u2028 odd spaces"
      })
  void anyFitTextIsReadBackAsItWasByHapi(String text) {
    String json =
        new CanonicalJson()
            .string("resourceType", "Device")
            .array("identifier")
            .object()
            .string("value", text)
            .end()
            .endArray()
            .finish();
    Device device = R5.newJsonParser().parseResource(Device.class, json);
    assertThat(device.getIdentifierFirstRep().getValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "72.350", "-0.5", "1E+3", "1E-7", "12345678901234567890.123456789"})
  void decimalsKeepTheirDigits(String number) {
    String json =
        new CanonicalJson()
            .string("resourceType", "Observation")
            .object("valueQuantity")
            .decimal("value", new BigDecimal(number))
            .end()
            .finish();
    Observation observation = R5.newJsonParser().parseResource(Observation.class, json);
    assertThat(observation.getValueQuantity().getValue())
        .isEqualTo(new BigDecimal(new BigDecimal(number).toPlainString()));
    assertThat(json).doesNotContain("E+").doesNotContain("E-");
  }

  @Test
  void elementsAreSeparatedAtEveryDepth() {
    String json =
        new CanonicalJson()
            .array("a")
            .object()
            .integer("b", 1)
            .bool("c", true)
            .end()
            .object()
            .end()
            .endArray()
            .array("d")
            .element("x")
            .element("[")
            .endArray()
            .object("e")
            .end()
            .string("f", "{")
            .string("g", "y")
            .finish();
    assertThat(json)
        .isEqualTo(
            "{\"a\":[{\"b\":1,\"c\":true},{}],\"d\":[\"x\",\"[\"],\"e\":{},\"f\":\"{\",\"g\":\"y\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "\u0000", "half \ud83d", "\ude00 half"})
  void whatNoFhirStringHoldsIsRefused(String text) {
    CanonicalJson json = new CanonicalJson();
    assertThatThrownBy(() -> json.string("display", text))
        .isInstanceOf(UnrenderableException.class);
  }
}
