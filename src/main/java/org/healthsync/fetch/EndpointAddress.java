package org.healthsync.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.healthsync.spi.http.ProviderRequest;

/**
 * Turns what a plugin asks for into an address below a declared endpoint. A token must never reach
 * another host, so anything that could lead elsewhere is refused.
 */
final class EndpointAddress {

  private EndpointAddress() {}

  /**
   * The full address with its query.
   *
   * @throws IllegalArgumentException when it is not below {@code endpoint}; the message holds no
   *     part of the path, which may be personal
   */
  static URI of(URI endpoint, ProviderRequest request) {
    URI address = withoutQuery(endpoint, request.path());
    if (request.query().isEmpty()) {
      return address;
    }
    String joint = address.getRawQuery() == null ? "?" : "&";
    return parse(address + joint + encode(request.query()));
  }

  /** Parameters as {@code application/x-www-form-urlencoded}. */
  static String encode(List<ProviderRequest.Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static URI withoutQuery(URI endpoint, String path) {
    if (path.isEmpty()) {
      return endpoint;
    }
    if (path.startsWith("https://") || path.startsWith("http://")) {
      return requireBelow(endpoint, parse(path));
    }
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0 || path.indexOf('\\') >= 0) {
      throw refused("a path holds no query: use withQuery");
    }
    String base = endpoint.toString();
    String joint = base.endsWith("/") || path.startsWith("/") ? "" : "/";
    return requireBelow(endpoint, parse(base + joint + path));
  }

  private static URI requireBelow(URI endpoint, URI address) {
    boolean sameServer =
        Objects.equals(endpoint.getScheme(), address.getScheme())
            && endpoint.getHost().equalsIgnoreCase(address.getHost())
            && endpoint.getPort() == address.getPort()
            && address.getRawUserInfo() == null
            && address.getRawFragment() == null;
    if (!sameServer || !below(endpoint.getRawPath(), address.getRawPath())) {
      throw refused("the address is not below the declared endpoint");
    }
    return address;
  }

  private static boolean below(String endpoint, String path) {
    String root = endpoint.endsWith("/") ? endpoint : endpoint + "/";
    boolean climbs =
        path.toLowerCase(Locale.ROOT).replace("%2e", ".").matches("(.*/)?\\.{1,2}(/.*)?");
    return !climbs && (path.equals(endpoint) || path.startsWith(root));
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refused("the address is not well-formed");
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(why);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
