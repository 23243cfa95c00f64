package org.healthsync.deliver.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds single texts near the top of a JSON resource without building a tree of it. */
final class TopLevel {

  private static final JsonFactory JSON = new JsonFactory();

  private TopLevel() {}

  /** The text of an outermost field; empty when it is not there or the JSON is broken. */
  static Optional<String> text(byte[] json, String field) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? Optional.ofNullable(find(parser, Set.of(field)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The literal reference of the outermost {@code subject} or {@code patient}, when it has one. */
  static Optional<String> subject(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT
          && at(parser, Set.of("subject", "patient"))
          && parser.currentToken() == JsonToken.START_OBJECT) {
        return Optional.ofNullable(find(parser, Set.of("reference")));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String find(JsonParser parser, Set<String> fields) throws IOException {
    return at(parser, fields) ? parser.getValueAsString() : null;
  }

  private static boolean at(JsonParser parser, Set<String> fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = fields.contains(parser.currentName());
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }
}
