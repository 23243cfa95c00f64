package org.healthsync.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.healthsync.sandbox.stack.ServerFiles;
import org.healthsync.sandbox.stack.ServerProcess;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.stack.Stack;
import org.healthsync.sandbox.stack.StackOptions;
import org.healthsync.sandbox.withings.CloudUser;

/**
 * Brings everything up, connects sandbox users through the real OAuth redirect, syncs two years of
 * data and shows what arrived; then changes three measurements and shows that exactly those change.
 * Ends with 0 when the FHIR server holds what was delivered, else with 1.
 */
public final class Demo {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration SYNC = Duration.ofMinutes(30);
  private static final Map<String, Integer> THREE_CHANGES =
      Map.of("final", 1, "amended", 1, "entered-in-error", 1);

  private final DemoArguments arguments;
  private final DemoConsole console;
  private final Clock clock;

  private Demo(DemoArguments arguments, DemoConsole console, Clock clock) {
    this.arguments = arguments;
    this.console = console;
    this.clock = clock;
  }

  /** Runs the demo; {@code --name=value} arguments as {@link DemoArguments} has them. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    DemoConsole console = new DemoConsole(out, System.console() != null);
    try {
      DemoArguments arguments = DemoArguments.parse(List.of(args));
      boolean right = new Demo(arguments, console, Clock.systemUTC()).run();
      System.exit(right ? 0 : 1);
    } catch (IllegalArgumentException | IllegalStateException e) {
      console.line("demo: failed: " + e.getMessage());
      System.exit(2);
    }
  }

  private boolean run() throws InterruptedException {
    StackOptions options =
        StackOptions.of(
                new ServerFiles(arguments.runtime(), arguments.server()), arguments.work())
            .withUsers(arguments.users())
            .withFhir(arguments.fhir());
    try (Stack stack = Stack.start(options)) {
      ServerProcess server = stack.launchServer();
      announce(stack);
      server.awaitReady(START);
      console.step("Service is ready", server.baseUri() + "  (Open Liberty)");
      ServiceClient service = stack.client(server);
      List<Person> people = people(stack);
      boolean right = arrive(stack, service, people);
      right &= change(stack, service, people.get(0));
      explain(stack, service, people.get(0));
      if (!arguments.exit()) {
        console.line("Everything stays up. Stop with Ctrl-C.");
        new CountDownLatch(1).await();
      }
      return right;
    }
  }

  private void announce(Stack stack) {
    console.step("PostgreSQL is ready", "127.0.0.1:" + stack.database().port());
    console.step("Redis is ready", "127.0.0.1:" + stack.cache().port());
    console.step("Withings sandbox is ready", stack.cloud().baseUri().toString());
    console.step("FHIR R5 server is ready", stack.fhirBase().toString());
    console.step("Service starts", "");
  }

  private record Person(String user, String patient, CloudUser account) {}

  private List<Person> people(Stack stack) {
    List<Person> people = new ArrayList<>();
    for (CloudUser account : stack.cloud().control().users()) {
      int number = people.size() + 1;
      people.add(new Person("user-" + number, "demo-" + number, account));
    }
    return people;
  }

  private boolean arrive(Stack stack, ServiceClient service, List<Person> people) {
    FhirLook fhir = new FhirLook(stack.fhirBase());
    Instant began = clock.instant();
    List<String> runs = new ArrayList<>();
    for (Person person : people) {
      fhir.putPatient(person.patient());
      service.putUser(
          person.user(), "Patient/" + person.patient(), person.account().timezone());
      String connection = service.connect(person.user(), person.account().userId());
      runs.add(firstRun(service, connection));
      console.step(
          "Account is connected", person.user() + " through the OAuth redirect, syncing begins");
    }
    RunWatch.Totals totals = new RunWatch(service, console).follow(runs, SYNC);
    double seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
    console.line("");
    console.line("What arrived at the FHIR server:");
    fhir.byCode(people.get(0).patient())
        .forEach((code, count) -> console.line("  %6d  %s".formatted(count, code)));
    long held = people.stream().mapToLong(person -> fhir.observations(person.patient())).sum();
    long devices = devices(service, runs);
    console.line("");
    console.line(
        String.format(
            Locale.ROOT,
            "%.0f resources per second over %.1f s, from the redirect to the last acknowledgement",
            totals.delivered() / seconds,
            seconds));
    new LagReport(service).lines().forEach(console::line);
    console.line(
        "demo: %d readings, %d resources delivered, %d quarantined, FHIR server holds %d"
            .formatted(
                totals.readings(), totals.delivered(), totals.quarantined(), held + devices));
    return totals.succeeded()
        && totals.delivered() == held + devices
        && totals.quarantined() == 0
        && totals.delivered() > 0;
  }
}
