package org.healthsync.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that the stub server got.
 *
 * @param method HTTP method
 * @param path of the URI, without query
 * @param query decoded, in order
 * @param headers by lower-case name
 * @param body as UTF-8
 */
public record RecordedRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {

  /** The body read as a form, in order; the last of a name counts. */
  public Map<String, String> form() {
    return parameters(body);
  }

  /** The {@code Authorization} header. */
  public Optional<String> authorization() {
    return Optional.ofNullable(headers.get("authorization"));
  }

  /** Everything but the headers: what was asked for, whoever asked. */
  public String question() {
    return method + " " + path + " " + query + " " + body;
  }

  static Map<String, String> parameters(String encoded) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
