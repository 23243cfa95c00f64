package org.healthsync.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import org.healthsync.sandbox.stack.ServiceClient;

/** Syncs as an app follows them. */
final class Runs {

  /** Longer than any lease or heartbeat after a crash. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING");

  private Runs() {}

  /** The address of the sync that began when the connection became active. */
  static String first(ServiceClient service, String connection) {
    JsonNode runs =
        service.get("/api/v1/connections/" + connection + "/syncs?limit=200").expect(200).json();
    JsonNode items = runs.path("items");
    return "/api/v1/syncs/" + items.path(items.size() - 1).path("id").asText();
  }

  /** The run once it has ended and everything of it is delivered. */
  static JsonNode ended(ServiceClient service, String run) {
    return await("the end of " + run)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> service.get(run).expect(200).json(), Runs::over);
  }

  /** Asks for a sync and waits for its end. */
  static JsonNode sync(ServiceClient service, String connection, String body) {
    return ended(service, service.sync(connection, body));
  }

  static boolean over(JsonNode run) {
    return !OPEN.contains(run.path("status").asText()) && run.path("pendingDelivery").asLong() == 0;
  }
}
