package org.healthsync.sandbox.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP call as the endpoints see it.
 *
 * @param method in upper case
 * @param path decoded, begins with a slash, without the query
 * @param parameters of the query and of a form body together, in order of arrival, each with all
 *     its values
 * @param body the text of the body; empty when the body was a form, because its fields are in
 *     {@code parameters}
 * @param authorization the value of the {@code Authorization} header
 */
public record Call(
    String method,
    String path,
    Map<String, List<String>> parameters,
    String body,
    Optional<String> authorization) {

  /** The first value of a parameter. */
  public Optional<String> parameter(String name) {
    return all(name).stream().findFirst();
  }

  /** Every value of a parameter, empty when it was not sent. */
  public List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** The token of an RFC 6750 bearer header. */
  public Optional<String> bearerToken() {
    return authorization
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).trim());
  }

  /** Leaves out query, body and header: all of them may hold tokens or health data. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
