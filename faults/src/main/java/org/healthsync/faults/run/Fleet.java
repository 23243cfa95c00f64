package org.healthsync.faults.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.faults.twin.TwinPlugin;
import org.healthsync.sandbox.fhir.FhirServer;
import org.healthsync.sandbox.fhir.FhirServerControl;
import org.healthsync.sandbox.fhir.FhirServerOptions;
import org.healthsync.sandbox.stack.Proxies;
import org.healthsync.sandbox.stack.ServerFiles;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.stack.Stack;
import org.healthsync.sandbox.stack.StackOptions;
import org.healthsync.sandbox.withings.CloudUser;
import org.healthsync.sandbox.withings.SandboxControl;
import org.healthsync.sandbox.withings.WithingsCloudOptions;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Redis, the cloud, the FHIR server, a proxy before each, and replicas of the real
 * server. For one thread; closing ends everything that was started.
 */
public final class Fleet implements AutoCloseable {

  /** A second tenant, with a FHIR server of its own. */
  public static final String OTHER_TENANT = "other";

  private static final Duration START = Duration.ofMinutes(10);
  private static final int NO_LIMIT = 1_000_000;

  private final FleetOptions options;
  private final Proxies proxies;
  private final Stack stack;
  private final FhirServer otherFhir;
  private final Rows rows;
  private final Iterator<CloudUser> accounts;
  private final @Nullable Twin twin;
  private final List<ServerProcess> running = new ArrayList<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private boolean watching;

  private Fleet(
      FleetOptions options,
      Proxies proxies,
      Stack stack,
      FhirServer otherFhir,
      @Nullable Twin twin) {
    this.options = options;
    this.proxies = proxies;
    this.stack = stack;
    this.otherFhir = otherFhir;
    this.rows = new Rows(stack.database().dataSource());
    this.accounts = cloud().users().iterator();
    this.twin = twin;
  }

  /** Starts all but the service. */
  public static Fleet start(FleetOptions options) {
    Proxies proxies = Proxies.start();
    Map<String, String> settings = new HashMap<>(proxies.settings());
    Twin twin = options.twins() == 0 ? null : Twin.start(options);
    if (twin != null) {
      settings.putAll(twin.settings());
    }
    FhirServer otherFhir = FhirServer.start(FhirServerOptions.defaults());
    settings.put("HEALTHSYNC_TENANTS", Stack.TENANT + "," + OTHER_TENANT);
    settings.put("HEALTHSYNC_TENANT_OTHER_FHIR_BASE_URL", otherFhir.baseUri().toString());
    settings.put("HEALTHSYNC_TENANT_OTHER_RETURN_URLS", Stack.RETURN_URL.toString());
    settings.putAll(options.serviceSettings());
    Stack stack =
        Stack.start(
            StackOptions.of(options.files(), options.work())
                .withUsers(options.people().number())
                .withCloud(cloud -> holding(cloud, options))
                .withSettings(settings));
    return new Fleet(options, proxies.attach(stack), stack, otherFhir, twin);
  }

  private static WithingsCloudOptions.Builder holding(
      WithingsCloudOptions.Builder cloud, FleetOptions options) {
    People people = options.people();
    return cloud
        .start(options.start())
        .end(options.end())
        .detailDays(people.detailDays())
        .pageSize(people.pageSize())
        .offsets(people.offsets())
        .callsPerMinute(people.turnedAway() ? people.callsPerMinute() : NO_LIMIT);
  }

  /** Launches a replica that need not become ready; settings win over those of the fleet. */
  public ServerProcess launch(Map<String, String> settings, String... jvmOptions) {
    return launch(options.files(), settings, jvmOptions);
  }

  /** The same of another build. */
  public ServerProcess launch(
      ServerFiles files, Map<String, String> settings, String... jvmOptions) {
    Path folder = freeFolder();
    List<String> jvm = Stream.concat(options.jvm().stream(), Stream.of(jvmOptions)).toList();
    ServerProcess server =
        ServerProcess.launch(files, folder, uri -> environment(uri, settings), jvm);
    URI callback = server.baseUri().resolve("/oauth/callback");
    cloud().registerRedirectUri(callback);
    if (twin != null) {
      twin.control().registerRedirectUri(callback);
    }
    running.add(server);
    return server;
  }

  /** One that an ended replica left: a server starts faster where one was before. */
  private Path freeFolder() {
    Set<Path> taken =
        running().stream().map(server -> server.console().getParent()).collect(Collectors.toSet());
    return Stream.iterate(1, number -> number + 1)
        .map(number -> options.work().resolve("server-" + number))
        .filter(folder -> !taken.contains(folder))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, String> environment(URI uri, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(stack.environment(uri));
    all.putAll(settings);
    return all;
  }

  /** Makes that so many replicas run and are ready, and none else. */
  public List<ServerProcess> replicas(int number) {
    running.removeIf(server -> !server.handle().isAlive());
    while (running.size() > number) {
      running.remove(running.size() - 1).close();
    }
    while (running.size() < number) {
      launch(Map.of());
    }
    running.forEach(this::ready);
    return List.copyOf(running);
  }

  /** Waits until a replica is ready. */
  public ServerProcess ready(ServerProcess server) {
    server.awaitReady(START);
    if (!watching) {
      rows.watch();
      watching = true;
    }
    return server;
  }

  /** Ends all replicas. */
  public void noReplicas() {
    running.forEach(ServerProcess::close);
    running.clear();
  }

  /** Replicas that were launched and have not been ended by {@link #replicas}. */
  public List<ServerProcess> running() {
    running.removeIf(server -> !server.handle().isAlive());
    return List.copyOf(running);
  }

  /** A client of the replica with all roles. */
  public ServiceClient client(ServerProcess server) {
    return stack.client(server);
  }

  /** A client of a replica that runs. */
  public ServiceClient client() {
    return client(running().get(0));
  }

  /** A client of the second tenant. */
  public ServiceClient otherTenant() {
    Set<String> roles = Set.of("app", "operator", "admin");
    return stack.client(running().get(0), OTHER_TENANT, roles);
  }

  /** Connects somebody new; the first reading begins at once. */
  public Member connect() {
    return connect(client(), "withings");
  }

  /** Connects somebody new at a provider whose accounts are those of the cloud. */
  public Member connect(ServiceClient service, String provider) {
    return connect(service, provider, nextAccount());
  }

  /** Somebody who is connected to nothing yet. */
  public synchronized CloudUser nextAccount() {
    return accounts.next();
  }

  /** Somebody at that provider who is connected to nothing yet. */
  public synchronized CloudUser nextAccount(String provider) {
    return isTwin(provider) ? twin().nextAccount() : nextAccount();
  }

  private static boolean isTwin(String provider) {
    return provider.equals(TwinPlugin.ID);
  }

  private Twin twin() {
    return Objects.requireNonNull(twin, "there is no second provider");
  }

  /** The second provider, if there is one. */
  Optional<Twin> secondProvider() {
    return Optional.ofNullable(twin);
  }

  /** Connects that person, who may have been connected before. */
  public Member connect(ServiceClient service, String provider, CloudUser account) {
    return connect(service, Stack.TENANT, provider, account);
  }

  /** The same for the tenant that the client is of. */
  public Member connect(ServiceClient service, String tenant, String provider, CloudUser account) {
    String user = "user-" + provider + "-" + account.userId();
    String patient = Member.patientId(provider, account);
    (tenant.equals(OTHER_TENANT) ? otherFhir.control() : fhir()).putPatient(patient);
    // whatever becomes of the attempt: what arrives of this account is nobody's invention
    Member begun = new Member(tenant, provider, user, account, "");
    known.add(begun.accountHash());
    service.putUser(user, "Patient/" + patient, account.timezone());
    String connection = service.connect(user, provider, account.userId());
    return new Member(tenant, provider, user, account, connection);
  }

  /** How identifiers name the accounts that somebody has tried to connect. */
  Set<String> known() {
    return Set.copyOf(known);
  }

  /** Steers the cloud. */
  public SandboxControl cloud() {
    return stack.cloud().control();
  }

  /** Steers the cloud of that provider. */
  public SandboxControl cloud(String provider) {
    return isTwin(provider) ? twin().control() : cloud();
  }

  /** The clouds of all providers. */
  public List<SandboxControl> clouds() {
    return twin == null ? List.of(cloud()) : List.of(cloud(), twin.control());
  }

  /** Looks at and steers the FHIR server. */
  public FhirServerControl fhir() {
    return stack.fhir().control();
  }

  /** The FHIR servers of all tenants, ours first. */
  List<FhirServerControl> fhirServers() {
    return List.of(fhir(), otherFhir.control());
  }

  /** Looks into the database. */
  public Rows rows() {
    return rows;
  }

  /** The bad network. */
  public Proxies proxies() {
    return proxies;
  }

  /** The servers behind it. */
  public Stack stack() {
    return stack;
  }

  /** What it was started with. */
  public FleetOptions options() {
    return options;
  }

  @Override
  public void close() {
    proxies.heal();
    running.forEach(ServerProcess::close);
    rows.close();
    stack.close();
    otherFhir.close();
    if (twin != null) {
      twin.close();
    }
    proxies.close();
  }
}
