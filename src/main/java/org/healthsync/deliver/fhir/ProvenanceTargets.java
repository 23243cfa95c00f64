package org.healthsync.deliver.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes targets that the server refused out of a Provenance, which it would refuse as well; it goes
 * on with the others.
 */
public final class ProvenanceTargets {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ProvenanceTargets() {}

  /** Literal references of all targets; empty when it is no Provenance. */
  public static List<String> of(byte[] provenance) {
    List<String> targets = new ArrayList<>();
    tree(provenance)
        .ifPresent(
            tree ->
                tree.path("target")
                    .forEach(target -> targets.add(target.path("reference").asText())));
    return targets;
  }

  /**
   * The Provenance without {@code refused}; empty when nothing would be left or nothing changes.
   */
  public static Optional<byte[]> without(Set<String> refused, byte[] provenance) {
    Optional<ObjectNode> tree = tree(provenance);
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    List<JsonNode> left = new ArrayList<>();
    tree.get().path("target").forEach(left::add);
    boolean changed = left.removeIf(to -> refused.contains(to.path("reference").asText()));
    if (!changed || left.isEmpty()) {
      return Optional.empty();
    }
    tree.get().putArray("target").addAll(left);
    return bytes(tree.get());
  }

  private static Optional<ObjectNode> tree(byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      boolean provenance = tree.path("resourceType").asText().equals("Provenance");
      return provenance ? Optional.of((ObjectNode) tree) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> bytes(ObjectNode tree) {
    try {
      return Optional.of(JSON.writeValueAsBytes(tree));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
