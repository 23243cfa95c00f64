package org.healthsync.sandbox.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.withings.SandboxControl;

/** Changes three measurements at the source and shows that exactly those change at the target. */
final class NextSync {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Map<String, Integer> EXPECTED =
      Map.of("final", 1, "amended", 1, "entered-in-error", 1);

  private final ServiceClient service;
  private final SandboxControl cloud;
  private final FhirLook fhir;
  private final RunWatch watch;
  private final DemoConsole console;
  private final Clock clock;

  NextSync(
      ServiceClient service,
      SandboxControl cloud,
      FhirLook fhir,
      RunWatch watch,
      DemoConsole console,
      Clock clock) {
    this.service = service;
    this.cloud = cloud;
    this.fhir = fhir;
    this.watch = watch;
    this.console = console;
    this.clock = clock;
  }

  /** Whether exactly the three changes arrived. */
  boolean run(Person person) {
    console.line("");
    console.step("Changes at the source", "one weight added, one corrected, one measurement gone");
    Instant before = clock.instant();
    new ThreeChanges(cloud, clock).make(person.account().userId());
    LocalDate today = LocalDate.ofInstant(before, ZoneOffset.UTC);
    String body =
        "{\"streams\":[\"measures\"],\"from\":\"%s\"}"
            .formatted(today.minusDays(ThreeChanges.REACH.toDays()));
    String run = service.sync(connectionOf(person), body);
    RunWatch.Totals totals = watch.follow(List.of(run), PATIENCE);
    Map<String, Integer> written = fhir.writtenSince(person.patient(), before);
    console.line(
        "run: %d new, %d changed, %d deleted; written at the FHIR server since: %s"
            .formatted(totals.created(), totals.changed(), totals.deleted(), written));
    boolean exact =
        written.equals(EXPECTED)
            && totals.created() == 1
            && totals.changed() == 1
            && totals.deleted() == 1;
    console.line(exact ? "Exactly the three changes arrived." : "That is NOT what was changed.");
    return exact;
  }

  private String connectionOf(Person person) {
    return service
        .get("/api/v1/users/" + person.user() + "/connections")
        .expect(200)
        .json()
        .path("items")
        .path(0)
        .path("id")
        .asText();
  }
}
