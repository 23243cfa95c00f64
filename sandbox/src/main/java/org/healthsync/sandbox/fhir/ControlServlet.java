package org.healthsync.sandbox.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * {@link FhirServerControl} over HTTP, for a checker in another process. JSON in and out:
 *
 * <ul>
 *   <li>{@code GET /control}: {@code counts}, {@code requests}, {@code writeRequests}, {@code
 *       versions}, {@code bundles} with {@code type} and {@code entries}
 *   <li>{@code GET /control/history?after=n}: array of sequence, type, id, version, lastUpdated,
 *       method
 *   <li>{@code POST /control/faults}: {@code {"kind":"ANSWER", "requests":3, "status":503,
 *       "retryAfterSeconds":5, "retryAfterAsDate":true}} or {@code {"kind":"DELAY",
 *       "delayMillis":500}}; {@code DROP_BEFORE}, {@code DROP_AFTER}
 *   <li>{@code POST /control/refusals}: {@code {"type":"Observation", "id":"x"}} or {@code
 *       {"code":"29463-7"}}
 *   <li>{@code POST /control/bearer}: {@code {"token":"..."}}, without a token none is needed
 *   <li>{@code DELETE /control/faults}, {@code DELETE /control/refusals}, {@code POST
 *       /control/reset}
 * </ul>
 */
final class ControlServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final transient FhirServerControl control;

  ControlServlet(FhirServerControl control) {
    this.control = control;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = Objects.requireNonNullElse(request.getPathInfo(), "");
    try {
      response.setStatus(200);
      switch (request.getMethod() + " " + path) {
        case "GET ", "GET /" -> answer(response, summary());
        case "GET /history" -> answer(response, history(request.getParameter("after")));
        case "POST /faults" -> addFault(read(request));
        case "POST /refusals" -> addRefusal(read(request));
        case "POST /bearer" -> requireBearer(read(request));
        case "POST /reset" -> control.reset();
        case "DELETE /faults" -> control.clearFaults();
        case "DELETE /refusals" -> control.clearRefusals();
        default -> response.setStatus(404);
      }
    } catch (IllegalArgumentException e) {
      response.setStatus(400);
      answer(response, JSON.createObjectNode().put("error", e.getMessage()));
    }
  }

  private ObjectNode summary() {
    ObjectNode summary = JSON.createObjectNode();
    ObjectNode counts = summary.putObject("counts");
    control.counts().forEach(counts::put);
    summary.put("requests", control.requests());
    summary.put("writeRequests", control.writeRequests());
    summary.put("versions", control.history().size());
    ArrayNode bundles = summary.putArray("bundles");
    control
        .bundles()
        .forEach(b -> bundles.addObject().put("type", b.type()).put("entries", b.entries()));
    return summary;
  }

  private ArrayNode history(String after) {
    ArrayNode entries = JSON.createArrayNode();
    for (HistoryEntry entry : control.historyAfter(after == null ? 0 : Long.parseLong(after))) {
      entries
          .addObject()
          .put("sequence", entry.sequence())
          .put("type", entry.type())
          .put("id", entry.id())
          .put("version", entry.version())
          .put("lastUpdated", entry.lastUpdated().toString())
          .put("method", entry.method());
    }
    return entries;
  }

  private void addFault(JsonNode body) {
    Fault fault =
        new Fault(
            Fault.Kind.valueOf(body.path("kind").asText()),
            body.path("status").asInt(0),
            Duration.ofSeconds(body.path("retryAfterSeconds").asLong(0)),
            body.path("retryAfterAsDate").asBoolean(false),
            Duration.ofMillis(body.path("delayMillis").asLong(0)));
    control.failNext(body.path("requests").asInt(1), fault);
  }

  private void addRefusal(JsonNode body) {
    if (body.hasNonNull("code")) {
      control.refuseCode(body.path("code").asText());
    } else {
      control.refuse(body.path("type").asText(), body.path("id").asText());
    }
  }

  private void requireBearer(JsonNode body) {
    String token = body.path("token").asText("");
    control.requireBearer(token.isEmpty() ? Optional.empty() : Optional.of(token::equals));
  }

  private static JsonNode read(HttpServletRequest request) throws IOException {
    JsonNode body = JSON.readTree(request.getInputStream());
    if (!body.isObject()) {
      throw new IllegalArgumentException("the body is not a JSON object");
    }
    return body;
  }

  private static void answer(HttpServletResponse response, JsonNode body) throws IOException {
    response.setContentType("application/json");
    response.getOutputStream().write(JSON.writeValueAsBytes(body));
  }
}
