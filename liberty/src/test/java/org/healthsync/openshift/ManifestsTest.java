package org.healthsync.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestsTest {

  private static final String BASE = "openshift/base";
  private static final Rendered RENDERED = Rendered.of(BASE);

  // seconds, see healthsync.schedule.grace in docs/configuration.md
  private static final int SERVERS_STOP = 30;

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
        .extracting(document -> document.getKind() + " " + document.getMetadata().getName())
        .doesNotHaveDuplicates()
        .noneMatch(document -> document.startsWith("Secret"));
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
    assertThat(RENDERED.all(Route.class))
        .isNotEmpty()
        .allSatisfy(
            route -> {
              assertThat(route.getSpec().getPort().getTargetPort().getStrVal())
                  .isEqualTo(service.getName());
              assertThat(route.getSpec().getTo().getName())
                  .isEqualTo(RENDERED.one(Service.class).getMetadata().getName());
            });
    assertThat(RENDERED.one(NetworkPolicy.class).getSpec().getIngress())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(port -> port.getPort().getStrVal())
        .containsExactly(name);
  }

  @Test
  void monitoringThatAnOverlayAddsFindsThePodsAndTheirMetrics() {
    String folder = "openshift/components/monitoring";
    Kustomization component = Kustomization.read(folder);
    JsonNode monitor =
        Kustomization.documents(Project.text(folder + "/podmonitor.yaml")).get(0).path("spec");
    JsonNode endpoint = monitor.at("/podMetricsEndpoints/0");
    JsonNode selected = monitor.at("/selector/matchLabels");

    assertThat(component.kind()).isEqualTo("Component");
    assertThat(Project.files(folder)).containsExactly("kustomization.yaml", "podmonitor.yaml");
    assertThat(component.resources()).containsExactly("podmonitor.yaml");
    assertThat(endpoint.path("port").asText())
        .isEqualTo(RENDERED.container().getPorts().get(0).getName());
    assertThat(endpoint.path("path").asText()).isEqualTo("/metrics");
    assertThat(selected.size()).isPositive();
    selected
        .properties()
        .forEach(
            label ->
                assertThat(RENDERED.podLabels())
                    .containsEntry(label.getKey(), label.getValue().asText()));
  }

  @Test
  void onlyWhatIsMeantForOthersIsReachedFromOutside() {
    String host = URI.create(RENDERED.configuration().get("HEALTHSYNC_PUBLIC_URL")).getHost();

    assertThat(RENDERED.all(Route.class))
        .allSatisfy(route -> assertThat(route.getSpec().getHost()).isEqualTo(host))
        .extracting(route -> route.getSpec().getPath())
        .as("/metrics and /health tell of the inside and ask for no token")
        .containsExactlyInAnyOrder("/api", "/oauth", "/webhooks");
    assertThat(
            Project.all(
                Project.sources("src/main/java"), "@Path\\(\"(/[a-z]+)[^\"]*\"\\)\\s+@Dependent"))
        .as("every resource class is reached by one of the routes")
        .isNotEmpty()
        .containsOnly("/api", "/oauth", "/webhooks");
  }

  @Test
  void trafficToTheDatabaseIsSealedAndItsServerIsKnown() {
    Map<String, String> configuration = RENDERED.configuration();
    String certificate = configuration.getOrDefault("DATABASE_SSL_ROOT_CERT", "");
    VolumeMount mount = mount("database-ca");

    assertThat(configuration).containsEntry("DATABASE_SSL_MODE", "verify-full");
    assertThat(certificate).startsWith(mount.getMountPath() + "/");
    assertThat(volume("database-ca").getConfigMap().getOptional()).isTrue();
    assertThat(Project.text("docs/operations.md"))
        .contains(
            "create configmap "
                + volume("database-ca").getConfigMap().getName()
                + " --from-file="
                + certificate.substring(mount.getMountPath().length() + 1));
    assertThat(Project.text("liberty/src/main/liberty/config/server.xml"))
        .contains("sslMode=\"${database.ssl.mode}\" sslRootCert=\"${database.ssl.root.cert}\"");
  }

  @Test
  void probesAskForWhatTheServerAnswers() {
    String server = Project.text("liberty/src/main/liberty/config/server.xml");
    String health = Project.sources("src/main/java/org/healthsync/sync/api");
    Container container = RENDERED.container();

    assertThat(server).contains("<feature>mpHealth-");
    assertThat(server).contains("<feature>mpMetrics-");
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

    List<String> pause = RENDERED.container().getLifecycle().getPreStop().getExec().getCommand();
    assertThat(pause).hasSize(2).first().isEqualTo("sleep");
    assertThat(SERVERS_STOP).isGreaterThan(grace);
    assertThat(RENDERED.pod().getTerminationGracePeriodSeconds())
        .isGreaterThan(Integer.parseInt(pause.get(1)) + SERVERS_STOP);
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
        .noneMatch(key -> key.matches(".*(PASSWORD|SECRET|KEYSET|TOKEN|HEADER_VALUE|REDIS_URL)"));
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
    VolumeMount mount = mount("mappings");
    Volume volume = volume("mappings");

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
  void shareOfTheBudgetsCountsTheReplicasThatARolloutAddsAndThoseThatStillEnd() {
    int replicas = RENDERED.one(Deployment.class).getSpec().getReplicas();

    assertThat(Integer.parseInt(RENDERED.configuration().get("HEALTHSYNC_BUDGET_REPLICAS")))
        .as("all new ones can run before the first of the old ones has ended")
        .isGreaterThanOrEqualTo(2 * replicas);
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
    assertThat(RENDERED.all(Route.class))
        .extracting(route -> route.getSpec().getTls().getInsecureEdgeTerminationPolicy())
        .containsOnly("Redirect");
    assertThat(RENDERED.configuration().entrySet())
        .filteredOn(entry -> entry.getKey().matches("(HEALTHSYNC|JWT)_.*(URL|URI|BASE|ISSUER)S?"))
        .hasSizeGreaterThan(5)
        .allMatch(entry -> entry.getValue().startsWith("https://"));
  }

  private static void assertProbe(Probe probe, String path, String source, String annotation) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort().getStrVal())
        .isEqualTo(RENDERED.container().getPorts().get(0).getName());
    assertThat(source).contains(annotation);
  }

  private static VolumeMount mount(String name) {
    return RENDERED.container().getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Volume volume(String name) {
    return RENDERED.pod().getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<String> settings() {
    return Stream.concat(
        RENDERED.configuration().keySet().stream(),
        RENDERED.container().getEnv().stream().map(EnvVar::getName));
  }
}
