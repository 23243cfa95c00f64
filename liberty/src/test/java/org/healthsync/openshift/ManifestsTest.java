package org.healthsync.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestsTest {

  private static final String BASE = "openshift/base";
  private static final Rendered RENDERED = Rendered.of(BASE);

  @Test
  void everyFileIsPartOfTheKustomization() {
    List<String> listed = new ArrayList<>(Kustomization.read(BASE).resources());
    listed.add("kustomization.yaml");

    assertThat(Project.files(BASE)).containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void fieldThatTheClusterWouldDropIsFound() {
    ObjectNode service = Kustomization.documents(Project.text(BASE + "/service.yaml")).get(0);
    service.withObject("/spec").put("selectors", "misspelt");

    assertThatThrownBy(() -> ClusterModel.read(service)).hasMessageContaining("selectors");
  }

  @Test
  void everyDocumentSaysWhatItBelongsTo() {
    assertThat(RENDERED.documents())
        .allSatisfy(
            document ->
                assertThat(document.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/name", "health-data-sync")
                    .containsEntry("app.kubernetes.io/part-of", "health-data-sync"));
    assertThat(RENDERED.documents())
        .extracting(HasMetadata::getKind)
        .doesNotHaveDuplicates()
        .doesNotContain("Secret");
  }

  @Test
  void everySelectorFindsThePods() {
    Deployment deployment = RENDERED.one(Deployment.class);
    List<Map<String, String>> selectors = new ArrayList<>();
    selectors.add(deployment.getSpec().getSelector().getMatchLabels());
    selectors.add(RENDERED.one(Service.class).getSpec().getSelector());
    selectors.add(RENDERED.one(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels());
    selectors.add(RENDERED.one(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels());
    RENDERED
        .pod()
        .getTopologySpreadConstraints()
        .forEach(spread -> selectors.add(spread.getLabelSelector().getMatchLabels()));

    assertThat(selectors)
        .hasSize(5)
        .allSatisfy(
            selector -> {
              assertThat(selector).isNotEmpty();
              assertThat(RENDERED.podLabels()).containsAllEntriesOf(selector);
            });
  }

  @Test
  void everybodyTalksToThePortThatTheServerListensOn() {
    List<ContainerPort> ports = RENDERED.container().getPorts();
    assertThat(ports)
        .extracting(ContainerPort::getContainerPort)
        .containsExactly(Project.serverPort());
    String name = ports.get(0).getName();
    ServicePort service = RENDERED.one(Service.class).getSpec().getPorts().get(0);

    assertThat(service.getTargetPort().getStrVal()).isEqualTo(name);
    assertThat(RENDERED.one(Route.class).getSpec().getPort().getTargetPort().getStrVal())
        .isEqualTo(service.getName());
    assertThat(RENDERED.one(Route.class).getSpec().getTo().getName())
        .isEqualTo(RENDERED.one(Service.class).getMetadata().getName());
    assertThat(RENDERED.one(NetworkPolicy.class).getSpec().getIngress())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(port -> port.getPort().getStrVal())
        .containsExactly(name);
    assertThat(annotations())
        .containsEntry("prometheus.io/port", Integer.toString(Project.serverPort()));
  }

  @Test
  void probesAskForWhatTheServerAnswers() {
    String server = Project.text("liberty/src/main/liberty/config/server.xml");
    String health = Project.sources("src/main/java/org/healthsync/sync/api");
    Container container = RENDERED.container();

    assertThat(server).contains("<feature>mpHealth-");
    assertThat(server).contains("<feature>mpMetrics-");
    assertThat(annotations()).containsEntry("prometheus.io/path", "/metrics");
    assertProbe(container.getStartupProbe(), "/health/started", health, "@Startup");
    assertProbe(container.getReadinessProbe(), "/health/ready", health, "@Readiness");
    assertProbe(container.getLivenessProbe(), "/health/live", health, "@Liveness");
  }

  @Test
  void probesGiveTheApplicationAsLongToStartAsTheServerDoes() {
    int patience =
        Integer.parseInt(
            Project.only(
                Project.text("liberty/src/main/liberty/config/server.xml"),
                "<applicationManager startTimeout=\"(\\d+)s\""));
    Probe probe = RENDERED.container().getStartupProbe();

    assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold())
        .isGreaterThanOrEqualTo(patience);
  }

  @Test
  void podIsGivenLongerToStopThanRunningWorkIsGivenToReturn() {
    int grace =
        Integer.parseInt(
            Project.only(
                Project.text("src/main/java/org/healthsync/schedule/ScheduleSettings.java"),
                "\"healthsync\\.schedule\\.grace\", Duration\\.ofSeconds\\((\\d+)\\)"));

    assertThat(RENDERED.pod().getTerminationGracePeriodSeconds()).isGreaterThan(grace);
  }

  @Test
  void everySettingIsOneThatSomebodyReads() {
    KnownSettings known =
        new KnownSettings(RENDERED.configuration().getOrDefault("HEALTHSYNC_TENANTS", ""));

    assertThat(settings().map(known::mistake).flatMap(Optional::stream)).isEmpty();
    assertThat(
            Stream.of(
                    "HEALTHSYNC_REDIS",
                    "HEALTHSYNC_TENANT_OTHER_FHIR_AUTH",
                    "HEALTHSYNC_TENANT_MAIN_FHIR_URL",
                    "HEALTHSYNC_PROVIDER_NOBODY_CLIENT_ID",
                    "DATABASE_HOSTNAME")
                .map(known::mistake))
        .allMatch(Optional::isPresent);
  }

  @Test
  void secretsComeFromSecretsAndNothingIsSetTwice() {
    assertThat(settings()).doesNotHaveDuplicates();
    assertThat(RENDERED.configuration().keySet())
        .noneMatch(key -> key.matches(".*(PASSWORD|SECRET|KEYSET|TOKEN|HEADER_VALUE)"));
    assertThat(RENDERED.container().getEnv())
        .isNotEmpty()
        .allSatisfy(
            variable -> {
              assertThat(variable.getValue()).isNull();
              SecretKeySelector secret = variable.getValueFrom().getSecretKeyRef();
              assertThat(secret.getName()).startsWith("health-data-sync-");
              assertThat(secret.getKey()).isNotBlank();
            });
  }

  @Test
  void podReadsTheConfigurationAndTheAccountThatAreShipped() {
    assertThat(RENDERED.container().getEnvFrom())
        .extracting(source -> source.getConfigMapRef().getName())
        .containsExactly(RENDERED.one(ConfigMap.class).getMetadata().getName());
    assertThat(RENDERED.pod().getServiceAccountName())
        .isEqualTo(RENDERED.one(ServiceAccount.class).getMetadata().getName());
  }

  @Test
  void mappingsOfTheOperatorAreReadWhereTheyAreMountedAndMayBeMissing() {
    VolumeMount mount = RENDERED.container().getVolumeMounts().get(0);
    Volume volume = RENDERED.pod().getVolumes().get(0);

    assertThat(mount.getName()).isEqualTo(volume.getName());
    assertThat(mount.getMountPath())
        .isEqualTo(RENDERED.configuration().get("HEALTHSYNC_MAPPING_DIRECTORY"));
    assertThat(mount.getSubPath()).as("a file mounted alone never changes").isNull();
    assertThat(volume.getConfigMap().getOptional()).isTrue();
    assertThat(Project.text("docs/mapping-overrides.md"))
        .contains("create configmap " + volume.getConfigMap().getName() + " ");
  }

  @Test
  void podHasNoMoreRightsThanItNeeds() {
    PodSpec pod = RENDERED.pod();
    SecurityContext container = RENDERED.container().getSecurityContext();

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getSecurityContext().getRunAsUser())
        .as("OpenShift assigns a user of the namespace's range")
        .isNull();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getVolumes()).extracting(Volume::getConfigMap).doesNotContainNull();
    assertThat(RENDERED.container().getVolumeMounts()).allMatch(VolumeMount::getReadOnly);
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getPrivileged()).isNull();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isEmpty();
  }

  @Test
  void oneReplicaMayLeaveWithoutTheServiceGoingAway() {
    Deployment deployment = RENDERED.one(Deployment.class);
    int replicas = deployment.getSpec().getReplicas();

    assertThat(RENDERED.one(PodDisruptionBudget.class).getSpec().getMinAvailable().getIntVal())
        .isBetween(1, replicas - 1);
    assertThat(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isZero();
  }

  @Test
  void shareOfTheBudgetsCountsTheReplicaThatARolloutAdds() {
    Deployment deployment = RENDERED.one(Deployment.class);
    int most =
        deployment.getSpec().getReplicas()
            + deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getIntVal();

    assertThat(Integer.parseInt(RENDERED.configuration().get("HEALTHSYNC_BUDGET_REPLICAS")))
        .isGreaterThanOrEqualTo(most);
  }

  @Test
  void imageIsPinnedAndMemoryIsLimited() {
    Container container = RENDERED.container();

    assertThat(container.getImage()).matches(".+/health-data-sync:\\d+\\.\\d+\\.\\d+");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
  }

  @Test
  void outsideIsTlsOnly() {
    assertThat(RENDERED.one(Route.class).getSpec().getTls().getInsecureEdgeTerminationPolicy())
        .isEqualTo("Redirect");
    assertThat(RENDERED.configuration().entrySet())
        .filteredOn(entry -> entry.getKey().matches("(HEALTHSYNC|JWT)_.*(URL|URI|BASE|ISSUER)S?"))
        .filteredOn(entry -> !entry.getKey().equals("HEALTHSYNC_REDIS_URL"))
        .hasSizeGreaterThan(5)
        .allMatch(entry -> entry.getValue().startsWith("https://"));
  }

  private static void assertProbe(Probe probe, String path, String source, String annotation) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort().getStrVal())
        .isEqualTo(RENDERED.container().getPorts().get(0).getName());
    assertThat(source).contains(annotation);
  }

  private static Map<String, String> annotations() {
    return RENDERED.one(Deployment.class).getSpec().getTemplate().getMetadata().getAnnotations();
  }

  private static Stream<String> settings() {
    return Stream.concat(
        RENDERED.configuration().keySet().stream(),
        RENDERED.container().getEnv().stream().map(EnvVar::getName));
  }
}
