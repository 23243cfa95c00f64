package org.healthsync.sandbox.fhir.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The part of a URL after the question mark. */
final class QueryString {

  private QueryString() {}

  /** Decoded names and values, in order; a name without a value has an empty one. */
  static Map<String, String[]> parse(String text) {
    Map<String, String[]> parameters = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.merge(
            name,
            new String[] {value},
            (before, added) -> Stream.of(before, added).flatMap(Stream::of).toArray(String[]::new));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
