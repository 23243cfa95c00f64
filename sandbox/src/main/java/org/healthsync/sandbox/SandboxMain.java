package org.healthsync.sandbox;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.healthsync.sandbox.fhir.FhirServer;
import org.healthsync.sandbox.fhir.FhirServerOptions;
import org.healthsync.sandbox.withings.WithingsCloud;
import org.healthsync.sandbox.withings.WithingsCloudOptions;

/**
 * Runs the simulated cloud and the FHIR server on their own until Ctrl-C: {@code --port=8090
 * --users=3 --redirect-uri=http://...}.
 */
public final class SandboxMain {

  private SandboxMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    WithingsCloudOptions options;
    try {
      options = SandboxArguments.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println("usage: [--port=0] [--users=3] [--redirect-uri=URI]...");
      System.exit(2);
      return;
    }
    try (WithingsCloud cloud = WithingsCloud.start(options);
        FhirServer fhir = FhirServer.start(FhirServerOptions.defaults())) {
      announce(cloud, options, System.out);
      System.out.println("  FHIR R5 server  " + fhir.baseUri());
      System.out.println("  FHIR control    " + fhir.controlUri());
      System.out.println("Stop with Ctrl-C.");
      new CountDownLatch(1).await();
    }
  }

  /** The secret is that of a simulation and protects nothing; whoever runs it needs to see it. */
  private static void announce(WithingsCloud cloud, WithingsCloudOptions options, PrintStream out) {
    out.println("Simulated Withings cloud");
    out.println("  API base URL    " + cloud.baseUri());
    out.println("  consent URL     " + cloud.consentUri());
    out.println("  control API     " + cloud.baseUri() + "/control/users");
    out.println("  client id       " + options.clientId());
    out.println("  client secret   " + options.clientSecret());
    out.println("  redirect URIs   " + String.join(" ", options.redirectUris()));
  }
}
