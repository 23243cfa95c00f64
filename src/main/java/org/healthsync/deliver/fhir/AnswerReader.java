package org.healthsync.deliver.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.platform.RetryAfter;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a server's answer to a bundle means (FHIR R5, RESTful API, "transaction"). What is no
 * FHIR answer blames nobody's data: a captive page, a proxy or a wrong address would otherwise send
 * everything to quarantine.
 */
final class AnswerReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clock clock;

  AnswerReader(Clock clock) {
    this.clock = clock;
  }

  BundleAnswer read(HttpResponse<byte[]> response, List<FhirEntry> sent) {
    int status = response.statusCode();
    return switch (status) {
      case 200, 201 -> processed(tree(response.body()), sent);
      case 400, 404, 410 -> refusedOrForeign(status, tree(response.body()));
      case 413, 422 ->
          BundleAnswer.refused("fhir-" + status, OutcomeDigest.of(tree(response.body())));
      case 409, 412 ->
          BundleAnswer.conflict("fhir-" + status, OutcomeDigest.of(tree(response.body())));
      case 401 -> BundleAnswer.unavailable("unauthorized", null);
      case 403 -> BundleAnswer.unavailable("forbidden", null);
      case 429 -> BundleAnswer.unavailable("busy", retryAt(response));
      case 500 -> faultOrForeign(response);
      // who stands before the server may have passed it on
      case 503 -> BundleAnswer.inDoubt("busy", retryAt(response));
      case 408, 502, 504 -> BundleAnswer.inDoubt("http-" + status, retryAt(response));
      default -> BundleAnswer.unavailable("http-" + status, retryAt(response));
    };
  }

  private BundleAnswer faultOrForeign(HttpResponse<byte[]> response) {
    JsonNode body = tree(response.body());
    return OutcomeDigest.isOutcome(body)
        ? BundleAnswer.fault(OutcomeDigest.of(body), retryAt(response))
        : BundleAnswer.unavailable(BundleAnswer.FAULT, retryAt(response));
  }

  private static BundleAnswer refusedOrForeign(int status, JsonNode body) {
    return OutcomeDigest.isOutcome(body)
        ? BundleAnswer.refused("fhir-" + status, OutcomeDigest.of(body))
        : BundleAnswer.unavailable("not-a-fhir-answer", null);
  }

  private static BundleAnswer processed(JsonNode bundle, List<FhirEntry> sent) {
    if (!bundle.path("resourceType").asText().equals("Bundle")
        || !bundle.path("type").asText().endsWith("-response")) {
      return BundleAnswer.inDoubt("not-a-fhir-answer", null);
    }
    JsonNode entries = bundle.path("entry");
    return BundleAnswer.processed(
        entries.size() == sent.size() ? byPlace(entries) : byLocation(entries, sent));
  }

  private static List<EntryAnswer> byPlace(JsonNode entries) {
    List<EntryAnswer> answers = new ArrayList<>();
    entries.forEach(entry -> answers.add(answer(entry.path("response"))));
    return answers;
  }

  private static List<EntryAnswer> byLocation(JsonNode entries, List<FhirEntry> sent) {
    Map<String, EntryAnswer> answers = new HashMap<>();
    for (JsonNode entry : entries) {
      JsonNode response = entry.path("response");
      answers.put(reference(response.path("location").asText()), answer(response));
    }
    return sent.stream()
        .map(entry -> answers.getOrDefault(entry.reference(), EntryAnswer.UNANSWERED))
        .toList();
  }

  // "http://host/fhir/Observation/x/_history/3" and "Observation/x/_history/3"
  private static String reference(String location) {
    String[] parts = location.replaceFirst("/_history/.*$", "").split("/", -1);
    int count = parts.length;
    return count < 2 ? location : parts[count - 2] + "/" + parts[count - 1];
  }

  private static EntryAnswer answer(JsonNode response) {
    String status = response.path("status").asText();
    String code = status.length() < 3 ? status : status.substring(0, 3);
    return switch (code) {
      case "200", "201", "204", "304" -> EntryAnswer.OK;
      case "400", "404", "410", "413", "422" -> answer(Verdict.REFUSED, code, response);
      case "409", "412" -> answer(Verdict.CONFLICT, code, response);
      default -> EntryAnswer.UNANSWERED;
    };
  }

  private static EntryAnswer answer(Verdict verdict, String code, JsonNode response) {
    return new EntryAnswer(verdict, "fhir-" + code, OutcomeDigest.of(response.path("outcome")));
  }

  private @Nullable Instant retryAt(HttpResponse<byte[]> response) {
    Instant now = clock.instant();
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(value -> RetryAfter.parse(value, now))
        .map(now::plus)
        .orElse(null);
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
