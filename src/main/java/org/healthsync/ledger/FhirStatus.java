package org.healthsync.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Sets the {@code status} of a resource in its text, so that every other character stays as it was
 * rendered: a server makes a new version of 72.0 where it had 72.
 */
final class FhirStatus {

  // the types whose status tells a correction from a first result; a Device, say, does not
  private static final Set<String> AMENDABLE = Set.of("Observation", "DiagnosticReport");
  private static final JsonFactory JSON = new JsonFactory();

  private FhirStatus() {}

  /** The entry's body as it is delivered in {@code state}. */
  static byte[] bodyOf(LedgerEntry entry, VersionState state) {
    byte[] rendered = entry.body().get();
    return state == VersionState.AMENDED && AMENDABLE.contains(entry.resourceType())
        ? with(state.statusCode(), rendered)
        : rendered;
  }

  /**
   * The same JSON with another value of the outermost {@code status}.
   *
   * @throws IllegalArgumentException when there is none or it is no JSON object
   */
  static byte[] with(String status, byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("status");
        parser.nextToken();
        if (found) {
          return replace(parser, json, status);
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // the parser's message would quote the resource
      throw new IllegalArgumentException("resource is no JSON object");
    }
    throw new IllegalArgumentException("resource has no status");
  }

  private static byte[] replace(JsonParser parser, byte[] json, String status) throws IOException {
    int begin = (int) parser.currentTokenLocation().getByteOffset();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    byte[] value = ('"' + status + '"').getBytes(StandardCharsets.UTF_8);
    byte[] result = new byte[begin + value.length + json.length - end];
    System.arraycopy(json, 0, result, 0, begin);
    System.arraycopy(value, 0, result, begin, value.length);
    System.arraycopy(json, end, result, begin + value.length, json.length - end);
    return result;
  }
}
