package org.healthsync.openshift;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of kustomize that {@code openshift/base} uses; a field that is not here is refused
 * instead of being passed over (kustomize reference, "kustomization.yaml": labels, resources,
 * images).
 */
record Kustomization(
    String apiVersion,
    String kind,
    List<Labels> labels,
    List<String> resources,
    List<Image> images) {

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  // where kustomize puts labels with includeSelectors; the last is filled in only where it exists
  private static final Map<String, List<String>> SELECTORS =
      Map.of(
          "Deployment", List.of("/spec/selector/matchLabels", "/spec/template/metadata/labels"),
          "Service", List.of("/spec/selector"),
          "PodDisruptionBudget", List.of("/spec/selector/matchLabels"),
          "NetworkPolicy", List.of("/spec/podSelector/matchLabels"));

  record Labels(Map<String, String> pairs, boolean includeSelectors) {}

  record Image(String name, String newName, String newTag) {}

  static Kustomization read(String folder) {
    try {
      return YAML.readValue(Project.text(folder + "/kustomization.yaml"), Kustomization.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents as they would be applied. */
  List<JsonNode> render(String folder) {
    List<JsonNode> rendered = new ArrayList<>();
    for (String resource : resources) {
      for (ObjectNode document : documents(Project.text(folder + "/" + resource))) {
        labels.forEach(label -> label(document, label));
        images.forEach(image -> replace(document, image));
        rendered.add(document);
      }
    }
    return rendered;
  }

  static List<ObjectNode> documents(String yaml) {
    try (MappingIterator<ObjectNode> documents =
        YAML.readerFor(ObjectNode.class).readValues(yaml)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void label(ObjectNode document, Labels labels) {
    add(document.withObject("/metadata/labels"), labels.pairs());
    if (!labels.includeSelectors()) {
      return;
    }
    SELECTORS
        .getOrDefault(document.path("kind").asText(), List.of())
        .forEach(path -> add(document.withObject(path), labels.pairs()));
    for (JsonNode spread : document.at("/spec/template/spec/topologySpreadConstraints")) {
      if (spread.at("/labelSelector/matchLabels") instanceof ObjectNode selector) {
        add(selector, labels.pairs());
      }
    }
  }

  private static void add(ObjectNode target, Map<String, String> pairs) {
    pairs.forEach(target::put);
  }

  private static void replace(ObjectNode document, Image image) {
    for (JsonNode container : document.at("/spec/template/spec/containers")) {
      if (container instanceof ObjectNode object
          && object.path("image").asText().equals(image.name())) {
        object.put("image", image.newName() + ":" + image.newTag());
      }
    }
  }
}
