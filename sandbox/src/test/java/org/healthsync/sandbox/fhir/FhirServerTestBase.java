package org.healthsync.sandbox.fhir;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One server for the tests of a class, emptied before each, with one patient on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FhirServerTestBase {

  @SuppressWarnings("NullAway.Init")
  FhirServer server;

  @SuppressWarnings("NullAway.Init")
  FhirHttp http;

  FhirServerOptions options() {
    return FhirServerOptions.defaults();
  }

  @BeforeAll
  void start() {
    server = FhirServer.start(options());
    http = new FhirHttp(server.baseUri());
  }

  @BeforeEach
  void empty() {
    server.control().reset();
    http.put("/Patient/pat-1", Samples.PATIENT);
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
