package org.healthsync.openshift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.Route;
import java.util.List;

/** Reads documents as the cluster does, but refuses every field that the cluster would drop. */
final class ClusterModel {

  private static final List<Class<? extends HasMetadata>> KNOWN =
      List.of(
          ConfigMap.class,
          Service.class,
          ServiceAccount.class,
          Deployment.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class,
          Route.class);

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(new NoAnySetter())
          .build();

  private ClusterModel() {}

  /**
   * Reads one document.
   *
   * @throws IllegalArgumentException when its kind, its API version or a field is not known
   */
  static HasMetadata read(JsonNode document) {
    String kind = document.path("kind").asText();
    String version = document.path("apiVersion").asText();
    Class<? extends HasMetadata> type =
        KNOWN.stream()
            .filter(known -> HasMetadata.getKind(known).equals(kind))
            .filter(known -> HasMetadata.getApiVersion(known).equals(version))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("unknown kind " + version + "/" + kind));
    try {
      return STRICT.treeToValue(document, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(kind + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The model collects unknown fields; here they must fail. */
  private static final class NoAnySetter extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
