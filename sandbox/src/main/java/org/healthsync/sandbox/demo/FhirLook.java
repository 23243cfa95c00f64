package org.healthsync.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Looks at a FHIR R5 server through nothing but its REST API, so that any server will do. */
final class FhirLook {

  private static final int PAGE = 500;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  FhirLook(URI base) {
    this.base = base;
  }

  /** Makes sure that a patient is there, as the tenant's own system would. */
  void putPatient(String id) {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(id);
    HttpRequest request =
        request("/Patient/" + id)
            .header("Content-Type", "application/fhir+json")
            .PUT(BodyPublishers.ofString(body))
            .build();
    send(request);
  }

  /**
   * What a patient has.
   *
   * @param byCode Observations by what was measured
   * @param devices distinct devices that measured
   */
  record Holdings(Map<String, Integer> byCode, Set<String> devices) {

    long resources() {
      return byCode.values().stream().mapToLong(Integer::longValue).sum() + devices.size();
    }
  }

  /** Looks at every Observation of a patient and at the devices that they name. */
  Holdings holdings(String patient) {
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> devices = new TreeSet<>();
    eachObservation(
        "/Observation?patient=Patient/" + patient + "&_elements=code,device&_count=" + PAGE,
        observation -> {
          counts.merge(name(observation.path("code")), 1, Integer::sum);
          if (observation.path("device").has("reference")) {
            devices.add(observation.path("device").path("reference").asText());
          }
        });
    devices.forEach(device -> get("/" + device)); // fails when one is missing
    return new Holdings(counts, devices);
  }

  private static String name(JsonNode code) {
    JsonNode first = code.path("coding").path(0);
    String display = first.path("display").asText("");
    String text = display.isEmpty() ? code.path("text").asText("") : display;
    return (text.isEmpty() ? "" : text + " ") + "(" + first.path("code").asText() + ")";
  }

  /** Observations of a patient that were written at {@code since} or later, by status. */
  Map<String, Integer> writtenSince(String patient, Instant since) {
    Map<String, Integer> statuses = new TreeMap<>();
    String from = URLEncoder.encode("ge" + since, StandardCharsets.UTF_8);
    eachObservation(
        "/Observation?patient=Patient/" + patient + "&_lastUpdated=" + from + "&_count=" + PAGE,
        observation -> statuses.merge(observation.path("status").asText(), 1, Integer::sum));
    return statuses;
  }

  private void eachObservation(String query, Consumer<JsonNode> each) {
    JsonNode bundle = get(query);
    while (true) {
      bundle.path("entry").forEach(entry -> each.accept(entry.path("resource")));
      String next = "";
      for (JsonNode link : bundle.path("link")) {
        next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
      }
      if (next.isEmpty()) {
        return;
      }
      bundle = send(request(base.resolve(next)).build());
    }
  }

  private JsonNode get(String path) {
    return send(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create(base + path));
  }

  // servers may answer a search from an earlier one (HAPI FHIR JPA does so for a minute)
  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(DEADLINE)
        .header("Accept", "application/fhir+json")
        .header("Cache-Control", "no-cache");
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            "the FHIR server answered HTTP " + response.statusCode() + " to " + request.method());
      }
      return json.readTree(response.body().isBlank() ? "{}" : response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the FHIR server at " + base + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at the FHIR server", e);
    }
  }
}
