package org.healthsync.sandbox.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
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
    quietLibraries();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    DemoConsole console = new DemoConsole(out, onTerminal());
    try {
      DemoArguments arguments = DemoArguments.parse(List.of(args));
      boolean right = new Demo(arguments, console, Clock.systemUTC()).run();
      System.exit(right ? 0 : 1);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      console.line("demo: failed: " + e.getMessage());
      System.exit(2);
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace(out);
      System.exit(3);
    }
  }

  private static void quietLibraries() {
    try (InputStream settings = Demo.class.getResourceAsStream("/quiet-logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("the logging settings cannot be read", e);
    }
  }

  /** Java 22 and later give a console to everybody, also where nobody looks. */
  @SuppressWarnings("SystemConsoleNull") // asked of older versions only
  private static boolean onTerminal() {
    boolean tells = Runtime.version().feature() < 22;
    boolean wanted = tells ? System.console() != null : System.getenv("CI") == null;
    return wanted && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  private boolean run() throws InterruptedException {
    StackOptions options =
        StackOptions.of(new ServerFiles(arguments.runtime(), arguments.server()), arguments.work())
            .withUsers(arguments.users())
            .withFhir(arguments.fhir());
    try (Stack stack = Stack.start(options)) {
      ServerProcess server = stack.launchServer();
      announce(stack);
      server.awaitReady(START);
      console.step("Service is ready", server.baseUri() + "  (Open Liberty)");
      ServiceClient service = stack.client(server);
      List<Person> people = people(stack);
      FhirLook fhir = new FhirLook(stack.fhirBase());
      RunWatch watch = new RunWatch(service, console);
      boolean right = new FirstSync(service, fhir, watch, console, clock).run(people);
      right &=
          new NextSync(service, stack.cloud().control(), fhir, watch, console, clock)
              .run(people.get(0));
      explain(stack, server, service, people.get(0));
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

  private void explain(Stack stack, ServerProcess server, ServiceClient service, Person person) {
    console.line("");
    console.line("Look at it:");
    console.line(
        "  FHIR server   " + stack.fhirBase() + "/Observation?patient=" + person.patient());
    console.line("  API           " + server.baseUri() + "/openapi/ui");
    console.line("  metrics       " + server.baseUri() + "/metrics");
    console.line("  health        " + server.baseUri() + "/health/ready");
    console.line("  consent page  " + stack.cloud().consentUri());
    console.line("  console log   " + server.console());
    console.line(
        "  curl -H 'Authorization: Bearer %s' %s/api/v1/users/%s/connections"
            .formatted(service.token(), server.baseUri(), person.user()));
    console.line("");
  }

  // a server that stays may hold what an earlier demo left: a patient of its own for each demo
  private List<Person> people(Stack stack) {
    String patient =
        arguments.fhir() == null ? "demo-" : "demo-" + clock.instant().getEpochSecond() + "-";
    List<Person> people = new ArrayList<>();
    for (CloudUser account : stack.cloud().control().users()) {
      int number = people.size() + 1;
      people.add(new Person("user-" + number, patient + number, account));
    }
    return people;
  }
}
