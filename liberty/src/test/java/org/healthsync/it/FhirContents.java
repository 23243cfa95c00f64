package org.healthsync.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a FHIR server holds through its REST API. */
final class FhirContents {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  FhirContents(URI base) {
    this.base = base;
  }

  /**
   * A current Observation.
   *
   * @param identifier its business identifier, "system|value", which nothing else may have
   * @param sourceKey the provider's name of it: the identifier's value without the account's part
   * @param device literal reference, or empty
   * @param content the whole resource
   */
  record Held(
      String id,
      long version,
      String status,
      String identifier,
      String sourceKey,
      String device,
      JsonNode content) {

    static Held of(JsonNode observation) {
      String value = observation.at("/identifier/0/value").asText();
      return new Held(
          observation.path("id").asText(),
          observation.at("/meta/versionId").asLong(),
          observation.path("status").asText(),
          observation.at("/identifier/0/system").asText() + "|" + value,
          value.substring(value.indexOf('/') + 1),
          observation.at("/device/reference").asText(),
          observation);
    }
  }

  /** All current Observations of a patient. */
  List<Held> observations(String patient) {
    return all("/Observation?patient=Patient/" + patient).stream().map(Held::of).toList();
  }

  /** The mappings that the Provenances of a patient name. */
  Set<String> mappings(String patient) {
    Set<String> names = new TreeSet<>();
    for (JsonNode provenance : all("/Provenance?patient=Patient/" + patient)) {
      for (JsonNode entity : provenance.path("entity")) {
        JsonNode identifier = entity.at("/what/identifier");
        if (identifier.path("system").asText().endsWith("/sid/mapping")) {
          names.add(identifier.path("value").asText());
        }
      }
    }
    return names;
  }

  private List<JsonNode> all(String search) {
    List<JsonNode> found = new ArrayList<>();
    String page = base + search + "&_count=500";
    while (!page.isEmpty()) {
      JsonNode bundle = send(request(page).build());
      bundle.path("entry").forEach(entry -> found.add(entry.path("resource")));
      page = next(bundle);
    }
    return found;
  }

  private static String next(JsonNode bundle) {
    String next = "";
    for (JsonNode link : bundle.path("link")) {
      next = link.path("relation").asText().equals("next") ? link.path("url").asText() : next;
    }
    return next;
  }

  /** Makes sure that a patient is there, as the tenant's own system would. */
  void putPatient(String id) {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(id);
    send(
        request(base + "/Patient/" + id)
            .header("Content-Type", "application/fhir+json")
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address))
        .timeout(DEADLINE)
        .header("Accept", "application/fhir+json");
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException("the FHIR server answered " + response.statusCode());
      }
      return json.readTree(response.body().isBlank() ? "{}" : response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the FHIR server does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the FHIR server", e);
    }
  }
}
