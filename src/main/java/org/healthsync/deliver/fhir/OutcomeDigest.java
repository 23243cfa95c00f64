package org.healthsync.deliver.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left of an OperationOutcome without anything that could be a value: servers quote the
 * offending value in their diagnostics, so only codes, message numbers and element paths are kept.
 *
 * @param text readable, such as {@code invalid at Observation.value (HAPI-1814)}; empty when the
 *     server explained nothing
 * @param references literal references that the server named, for finding what it misses; not for
 *     logs
 */
public record OutcomeDigest(String text, Set<String> references) {

  static final OutcomeDigest NONE = new OutcomeDigest("", Set.of());

  private static final int MOST_ISSUES = 5;
  private static final Pattern CODE = Pattern.compile("[a-z][a-z-]{0,39}");
  private static final Pattern PATH =
      Pattern.compile(
          "[A-Za-z]\\w{0,60}(\\[\\d{1,4}])?"
              + "(\\.[A-Za-z]\\w{0,60}(\\([A-Za-z]{0,40}\\))?(\\[(\\d{1,4}|x)])?){0,20}");
  private static final Pattern MESSAGE_NUMBER = Pattern.compile("\\bHAPI-\\d{4}\\b");
  private static final Pattern REFERENCE =
      Pattern.compile("\\b[A-Z][A-Za-z]{2,40}/[A-Za-z0-9.-]{1,64}\\b");

  /** Copies the references. */
  public OutcomeDigest {
    references = Set.copyOf(references);
  }

  /** Of a resource; {@link #NONE} when it is no OperationOutcome. */
  static OutcomeDigest of(JsonNode resource) {
    if (!isOutcome(resource)) {
      return NONE;
    }
    List<String> issues = new ArrayList<>();
    Set<String> references = new HashSet<>();
    for (JsonNode issue : resource.path("issue")) {
      String said =
          issue.path("diagnostics").asText() + " " + issue.path("details").path("text").asText();
      REFERENCE.matcher(said).results().forEach(match -> references.add(match.group()));
      String severity = issue.path("severity").asText();
      if (issues.size() < MOST_ISSUES && (severity.equals("error") || severity.equals("fatal"))) {
        issues.add(describe(issue, said));
      }
    }
    return new OutcomeDigest(String.join("; ", issues), references);
  }

  static boolean isOutcome(JsonNode resource) {
    return resource.path("resourceType").asText().equals("OperationOutcome");
  }

  private static String describe(JsonNode issue, String said) {
    StringBuilder text = new StringBuilder(safe(CODE, issue.path("code"), "unknown"));
    for (JsonNode path : issue.path("expression")) {
      text.append(" at ").append(safe(PATH, path, "a path that is not shown"));
    }
    Matcher number = MESSAGE_NUMBER.matcher(said);
    if (number.find()) {
      text.append(" (").append(number.group()).append(')');
    }
    return text.toString();
  }

  private static String safe(Pattern form, JsonNode node, String otherwise) {
    String text = node.asText();
    return form.matcher(text).matches() ? text : otherwise;
  }
}
