package org.healthsync.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Looks for names that stand twice in one object (RFC 8259 section 4): parsers differ in which of
 * both they take, so a validator might judge what no server reads. The answer is the same for all
 * texts of a shape.
 */
final class RepeatedNames {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private RepeatedNames() {}

  /** Whether the text, which is JSON otherwise, has such a name. */
  static boolean in(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      while (parser.nextToken() != null) {
        // the parser itself looks
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
