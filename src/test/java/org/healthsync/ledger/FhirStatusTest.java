package org.healthsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirStatusTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"status\":\"final\",\"v\":72.00}|{\"status\":\"amended\",\"v\":72.00}",
        "{\"a\":{\"status\":\"x\"},\"status\" : \"\",\"b\":[1,2]}"
            + "|{\"a\":{\"status\":\"x\"},\"status\" : \"amended\",\"b\":[1,2]}",
        "{\"ä\":\"°ü\",\"status\":\"preliminary\"}|{\"ä\":\"°ü\",\"status\":\"amended\"}",
        "{\"t\":\"say \\\"status\\\"\",\"status\":\"final\"}"
            + "|{\"t\":\"say \\\"status\\\"\",\"status\":\"amended\"}"
      })
  void onlyTheOutermostStatusChanges(String before, String after) {
    assertThat(FhirStatus.with("amended", before.getBytes(StandardCharsets.UTF_8)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "", "{\"value\":72.5", "{\"a\":{\"status\":\"final\"}}"})
  void whatHasNoStatusIsRefusedWithoutQuotingIt(String json) {
    assertThatThrownBy(() -> FhirStatus.with("amended", json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageStartingWith("resource ")
        .message()
        .doesNotContain("72.5");
  }

  @Test
  void storedBodyComesBackAsItWas() {
    byte[] body = "{\"value\":72.00,\"unit\":\"°C\"}".repeat(50).getBytes(StandardCharsets.UTF_8);
    byte[] packed = StoredBody.pack(body);
    assertThat(packed.length).isLessThan(body.length / 5);
    assertThat(StoredBody.unpack(packed)).isEqualTo(body);
  }
}
