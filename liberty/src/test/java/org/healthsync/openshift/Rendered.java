package org.healthsync.openshift;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;

/** What kustomize would apply, read by the cluster's model. */
record Rendered(List<HasMetadata> documents) {

  static Rendered of(String folder) {
    return new Rendered(
        Kustomization.read(folder).render(folder).stream().map(ClusterModel::read).toList());
  }

  /** The only document of a kind. */
  <T extends HasMetadata> T one(Class<T> type) {
    List<T> all = all(type);
    if (all.size() != 1) {
      throw new AssertionError("expected one " + type.getSimpleName() + " but found " + all.size());
    }
    return all.get(0);
  }

  /** All documents of a kind. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return documents.stream().filter(type::isInstance).map(type::cast).toList();
  }

  Map<String, String> podLabels() {
    return one(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
  }

  PodSpec pod() {
    return one(Deployment.class).getSpec().getTemplate().getSpec();
  }

  /** The only container. */
  Container container() {
    List<Container> all = pod().getContainers();
    if (all.size() != 1) {
      throw new AssertionError("expected one container but found " + all.size());
    }
    return all.get(0);
  }

  Map<String, String> configuration() {
    return one(ConfigMap.class).getData();
  }
}
