package org.healthsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.fhir.FhirResource;
import org.junit.jupiter.api.Test;

/** A comparison of two programs says something only when both do the same. */
final class SameWorkTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Test
  void handBuiltPeerMakesTheSameResources() throws IOException {
    byte[] page = MeasuresPage.of(50);
    OurWay ours = new OurWay();
    List<FhirResource> resources = ours.resources(ours.readings(page));
    Map<String, JsonNode> made = byId(Peers.handBuilt(resources).encode(page));
    assertThat(made).hasSize(resources.size());
    for (FhirResource resource : resources) {
      assertThat(made.get(resource.id().toString()))
          .as(resource.readingType())
          .isEqualTo(JSON.readTree(resource.json()));
    }
  }

  private static Map<String, JsonNode> byId(List<String> texts) throws IOException {
    Map<String, JsonNode> trees = new HashMap<>();
    for (String text : texts) {
      JsonNode tree = JSON.readTree(text);
      trees.put(tree.path("id").asText(), tree);
    }
    return trees;
  }
}
