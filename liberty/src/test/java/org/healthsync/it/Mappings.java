package org.healthsync.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import org.healthsync.sandbox.stack.ServiceClient;
import org.healthsync.sandbox.stack.ServiceClient.Answer;

/** Changes mappings of a running service as an operator does. */
final class Mappings {

  /** The one stream that is changed here. */
  static final String MEASURES = "/api/v1/mappings/withings/measures";

  /** The table of reading types. */
  static final String TABLE = "/api/v1/mappings/fhir";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> AS_YAML = Map.of("Content-Type", "application/yaml");

  private final ServiceClient service;

  Mappings(ServiceClient service) {
    this.service = service;
  }

  /** What is at work, as this replica says. */
  JsonNode at(String mapping) {
    return service.get(mapping).expect(200).json();
  }

  /** The text that is shipped. */
  String shipped(String mapping) {
    return service.get(mapping + "/shipped").expect(200).json().path("yaml").asText();
  }

  /** Sends a text. */
  Answer send(String mapping, String yaml) {
    return service.call("POST", mapping + "/versions", AS_YAML, yaml);
  }

  /** Keeps a text and gives its number. */
  int keep(String mapping, String yaml) {
    return send(mapping, yaml).expect(201).json().path("version").asInt();
  }

  void activate(String mapping, int version) {
    String body = "{\"version\":%d,\"reason\":\"a test\"}".formatted(version);
    service.post(mapping + "/activations", body).expect(200);
  }

  void activateShipped(String mapping) {
    service.post(mapping + "/activations", "{\"version\":\"shipped\"}").expect(200);
  }

  void rollBack(String mapping) {
    service.post(mapping + "/rollback", "{\"reason\":\"a test\"}").expect(200);
  }

  /** Previews versions on an archived page. */
  JsonNode preview(String page, int version, int table) {
    ObjectNode body = JSON.createObjectNode();
    body.put("provider", "withings").put("stream", "measures").put("version", version);
    body.put("page", page).putObject("fhir").put("version", table);
    return service.post("/api/v1/mappings/preview", body.toString()).expect(200).json();
  }

  /** Applies the mappings at work again to all that was fetched, and waits for the end. */
  JsonNode reapply() {
    String order = "{\"provider\":\"withings\",\"from\":\"2020-01-01T00:00:00Z\"}";
    Answer accepted = service.post("/api/v1/mappings/re-applications", order).expect(202);
    return Runs.ended(service, URI.create(accepted.location()).getPath());
  }
}
