package org.healthsync.connect.oauth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Adds query parameters to addresses. */
final class Addresses {

  private Addresses() {}

  /** {@code base} with {@code parameters} after those it has, in the map's order. */
  static URI with(URI base, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    String text = base.toString();
    String separator = base.getRawQuery() == null ? "?" : base.getRawQuery().isEmpty() ? "" : "&";
    return URI.create(text + separator + query);
  }

  private static String encode(String text) {
    // a blank as %20, which every reader of a URI understands; "+" is for forms only
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
