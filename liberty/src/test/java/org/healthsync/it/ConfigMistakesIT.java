package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.healthsync.sandbox.stack.ServerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A setting that nobody knows ends the start with its name. */
final class ConfigMistakesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String MISSPELT = "HEALTHSYNC_OUTBOX_LIMT";
  private static final String VALUE = "417300";

  private final Deployment deployment =
      Deployment.start(
          "config-mistakes",
          1,
          options -> {
            Map<String, String> settings = new HashMap<>(options.settings());
            settings.put(MISSPELT, VALUE);
            return options.withSettings(settings);
          });

  @AfterEach
  void stop() {
    deployment.close();
  }

  @Test
  void misspeltSettingIsNamedAndTheServerIsNeverReady() throws Exception {
    ServerProcess server = deployment.launchServer();

    await()
        .atMost(PATIENCE)
        .until(() -> console(server).contains(MISSPELT + " is not a known setting"));
    // the port opens at the end of the start
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(ConnectException.class)
        .until(() -> ready(server) == 503);
    assertThat(console(server))
        .contains("docs/configuration.md")
        .doesNotContain(VALUE)
        .doesNotContain("work is taken");
  }

  private static String console(ServerProcess server) throws IOException {
    return Files.exists(server.console()) ? Files.readString(server.console()) : "";
  }

  private static int ready(ServerProcess server) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.baseUri().resolve("/health/ready")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
