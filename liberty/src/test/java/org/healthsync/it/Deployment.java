package org.healthsync.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.healthsync.sandbox.fhir.FhirServerControl;
import org.healthsync.sandbox.stack.ServerFiles;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.stack.Stack;
import org.healthsync.sandbox.stack.StackOptions;
import org.healthsync.sandbox.withings.CloudUser;
import org.healthsync.sandbox.withings.SandboxControl;
import org.healthsync.sandbox.withings.SourceItem;

/**
 * A stack with its replicas and the people who have accounts at its cloud. Their generated data
 * ends some days ago, so that nothing appears by itself while a test runs. For one thread.
 */
final class Deployment implements AutoCloseable {

  private static final int HISTORY_DAYS = 42;
  private static final int QUIET_DAYS = 8;
  // servers that live for minutes: optimizing them takes more time than it gains
  private static final String QUICKLY_COMPILED = "-XX:TieredStopAtLevel=1";
  private static final Duration START = Duration.ofMinutes(3);
  // tests of something else than the quota shall not wait for it
  private static final int CALLS_PER_MINUTE = 6_000;

  private final Path work;
  private final LocalDate firstDay;
  private final Stack stack;
  private final Iterator<CloudUser> accounts;
  private final List<CloudUser> allAccounts;
  private final FhirContents fhir;
  private int people;

  private Deployment(Path work, LocalDate firstDay, Stack stack) {
    this.work = work;
    this.firstDay = firstDay;
    this.stack = stack;
    this.allAccounts = stack.cloud().control().users();
    this.accounts = allAccounts.iterator();
    this.fhir = new FhirContents(stack.fhirBase());
  }

  /**
   * Starts all but the service.
   *
   * @param name of the folder for files
   * @param users people with accounts
   */
  static Deployment start(String name, int users, UnaryOperator<StackOptions> further) {
    ServerFiles files =
        new ServerFiles(path("healthsync.server.runtime"), path("healthsync.server.template"));
    Path work = work(name);
    delete(work);
    LocalDate lastDay = LocalDate.now(ZoneOffset.UTC).minusDays(QUIET_DAYS);
    LocalDate firstDay = lastDay.minusDays(HISTORY_DAYS);
    StackOptions options =
        further.apply(
            StackOptions.of(files, work)
                .withUsers(users)
                .withCloud(
                    cloud ->
                        cloud
                            .start(firstDay)
                            .end(lastDay)
                            .detailDays(0)
                            .callsPerMinute(CALLS_PER_MINUTE)));
    Map<String, String> settings = new HashMap<>(options.settings());
    settings.putIfAbsent(
        "HEALTHSYNC_PROVIDER_WITHINGS_BUDGET_APP_PERMITS", Integer.toString(CALLS_PER_MINUTE));
    // a request for each day or night would use up the quota that the tests share
    settings.putIfAbsent("HEALTHSYNC_PROVIDER_WITHINGS_DETAIL_DAYS", "0");
    return new Deployment(work, firstDay, Stack.start(options.withSettings(settings)));
  }

  /** Folder for the files of a deployment. */
  static Path work(String name) {
    return path("healthsync.server.work").resolve(name);
  }

  /** The plugins that the service is delivered with. */
  static Path deliveredPlugins() {
    return path("healthsync.server.template").resolve("plugins");
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property));
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an earlier run's files cannot be deleted", e);
    }
  }

  /** Starts a replica and waits until it is ready. */
  ServerProcess startServer(String... jvmOptions) {
    return launchServer(jvmOptions).awaitReady(START);
  }

  /** Launches a replica that need not become ready. */
  ServerProcess launchServer(String... jvmOptions) {
    List<String> options = new ArrayList<>(List.of(jvmOptions));
    options.add(QUICKLY_COMPILED);
    return stack.launchServer(options.toArray(new String[0]));
  }

  /** Starts several replicas side by side and waits until all are ready. */
  List<ServerProcess> startServers(int number) {
    List<ServerProcess> launched = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      launched.add(launchServer());
    }
    launched.forEach(server -> server.awaitReady(START));
    return launched;
  }

  /** First day of everybody's generated data. */
  LocalDate firstDay() {
    return firstDay;
  }

  /** The first replica. */
  ServerProcess server() {
    return stack.servers().get(0);
  }

  /** An API client of the first replica with all roles. */
  ServiceClient client() {
    return stack.client(server());
  }

  /** An API client of the first replica. */
  ServiceClient client(String tenant, Set<String> roles) {
    return stack.client(server(), tenant, roles);
  }

  /** Somebody new with a Patient at the FHIR server, registered as a user through the client. */
  Person newPerson(ServiceClient service) {
    people++;
    CloudUser account = accounts.next();
    Person person = new Person("user-" + people, "patient-" + people, account);
    fhir.putPatient(person.patient());
    service.putUser(person.user(), "Patient/" + person.patient(), account.timezone());
    return person;
  }

  /** What the person's account holds or held. */
  List<SourceItem> truth(Person person) {
    return cloud().truth(person.account().userId());
  }

  /** What the FHIR server holds of the person now. */
  List<FhirContents.Held> held(Person person) {
    return fhir.observations(person.patient());
  }

  SandboxControl cloud() {
    return stack.cloud().control();
  }

  FhirServerControl fhir() {
    return stack.fhir().control();
  }

  FhirContents fhirContents() {
    return fhir;
  }

  Stack stack() {
    return stack;
  }

  /** What the service's logs must not hold. */
  LogSearch logs() {
    return LogSearch.of(work, stack.secrets(), allAccounts);
  }

  @Override
  public void close() {
    stack.close();
  }
}
