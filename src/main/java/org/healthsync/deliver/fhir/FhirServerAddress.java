package org.healthsync.deliver.fhir;

import java.net.URI;
import java.time.Duration;

/**
 * Where and how to reach a FHIR server.
 *
 * @param base absolute http or https address, with or without a slash at its end
 * @param auth how it wants to know who we are
 * @param deadline for one request and its whole answer
 */
public record FhirServerAddress(URI base, FhirAuth auth, Duration deadline) {}
