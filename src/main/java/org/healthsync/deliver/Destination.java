package org.healthsync.deliver;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import org.healthsync.deliver.fhir.FhirClient;

/**
 * A tenant's FHIR server with what this process has learnt of it. Safe for many threads.
 *
 * @param client talks to it
 * @param health whether it can be asked now
 * @param bundleSize how much it takes at once
 * @param lease how long a deliverer may be silent before another takes over: longer than a request
 *     can take, because it is renewed before each
 * @param doubt how long what was not answered may still be worked by the server
 */
public record Destination(
    FhirClient client,
    DestinationHealth health,
    BundleSize bundleSize,
    Duration lease,
    Duration doubt) {

  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** As configured. */
  public static Destination of(
      DestinationSettings settings, HttpClient http, DestinationHealth health, Clock clock) {
    return new Destination(
        new FhirClient(settings.server(), http, clock),
        health,
        new BundleSize(settings.largestBundle()),
        settings.server().deadline().plus(MARGIN),
        settings.server().deadline().multipliedBy(2));
  }
}
