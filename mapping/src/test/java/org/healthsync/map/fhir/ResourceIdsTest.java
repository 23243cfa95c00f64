package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResourceIdsTest {

  @Test
  void theIdOfASourceNeverChanges() {
    assertThat(ResourceIds.of("t1", "withings", "4711", "body-weight", "81/1"))
        .hasToString("ea6118db-1a2d-8094-a903-48a8895fe734");
  }

  @Test
  void aSeparatorInsideAPartMakesAnotherSource() {
    assertThat(ResourceIds.of("a|b", "c")).isNotEqualTo(ResourceIds.of("a", "b|c"));
    assertThat(ResourceIds.of("a\\", "b")).isNotEqualTo(ResourceIds.of("a\\|b"));
  }

  @Test
  void idsAreLowerCaseUuidsOfVersionEightAndNeverAllDigits() {
    for (int i = 0; i < 10_000; i++) {
      UUID id = ResourceIds.of("t1", "p", "a", "body-weight", Integer.toString(i));
      assertThat(id.toString())
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
          .doesNotMatch("[0-9]+");
    }
  }

  @Test
  void everyPartOfTheSourceMatters() {
    UUID id = ResourceIds.of("t1", "withings", "4711", "body-weight", "81/1");
    assertThat(ResourceIds.of("t2", "withings", "4711", "body-weight", "81/1")).isNotEqualTo(id);
    assertThat(ResourceIds.of("t1", "oura", "4711", "body-weight", "81/1")).isNotEqualTo(id);
    assertThat(ResourceIds.of("t1", "withings", "4712", "body-weight", "81/1")).isNotEqualTo(id);
    assertThat(ResourceIds.of("t1", "withings", "4711", "body-height", "81/1")).isNotEqualTo(id);
    assertThat(ResourceIds.of("t1", "withings", "4711", "body-weight", "81/2")).isNotEqualTo(id);
  }
}
