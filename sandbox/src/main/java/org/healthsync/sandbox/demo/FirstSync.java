package org.healthsync.sandbox.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.healthsync.sandbox.stack.ServiceClient;

/** Connects people and follows the sync of all their history. */
final class FirstSync {

  private static final Duration PATIENCE = Duration.ofMinutes(60);

  private final ServiceClient service;
  private final FhirLook fhir;
  private final RunWatch watch;
  private final DemoConsole console;
  private final Clock clock;

  FirstSync(
      ServiceClient service, FhirLook fhir, RunWatch watch, DemoConsole console, Clock clock) {
    this.service = service;
    this.fhir = fhir;
    this.watch = watch;
    this.console = console;
    this.clock = clock;
  }

  /** Whether the FHIR server holds exactly what was delivered. */
  boolean run(List<Person> people) {
    Instant began = clock.instant();
    List<String> runs = new ArrayList<>();
    people.forEach(person -> runs.add(connect(person)));
    RunWatch.Totals totals = watch.follow(runs, PATIENCE);
    double seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
    long held = report(people);
    console.line(
        String.format(
            Locale.ROOT,
            "%.0f resources per second over %.1f s, from the redirect to the last acknowledgement",
            totals.delivered() / seconds,
            seconds));
    new LagReport(service).lines().forEach(console::line);
    console.line(
        "demo: %d readings, %d resources delivered, %d quarantined, FHIR server holds %d"
            .formatted(totals.readings(), totals.delivered(), totals.quarantined(), held));
    return totals.succeeded()
        && totals.quarantined() == 0
        && totals.delivered() > 0
        && totals.delivered() == held;
  }

  private String connect(Person person) {
    fhir.putPatient(person.patient());
    service.putUser(person.user(), "Patient/" + person.patient(), person.account().timezone());
    String connection = service.connect(person.user(), person.account().userId());
    console.step("Account is connected", person.user() + " came through the OAuth redirect");
    String first =
        service
            .get("/api/v1/connections/" + connection + "/syncs")
            .expect(200)
            .json()
            .path("items")
            .path(0)
            .path("id")
            .asText();
    return "/api/v1/syncs/" + first;
  }

  private long report(List<Person> people) {
    console.line("");
    console.line("What arrived at the FHIR server for " + people.get(0).patient() + ":");
    long held = 0;
    for (Person person : people) {
      FhirLook.Holdings holdings = fhir.holdings(person.patient());
      held += holdings.resources();
      if (person.equals(people.get(0))) {
        holdings
            .byCode()
            .forEach((code, count) -> console.line("  %6d  %s".formatted(count, code)));
        console.line("  %6d  devices".formatted(holdings.devices().size()));
      }
    }
    console.line("");
    return held;
  }
}
