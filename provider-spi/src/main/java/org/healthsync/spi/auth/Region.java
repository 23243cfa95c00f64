package org.healthsync.spi.auth;

import java.net.URI;
import java.util.Map;

/**
 * One region of a provider with its endpoints. The host sends requests to these endpoints only, and
 * operators can point each elsewhere ({@code healthsync.provider.<id>.endpoint.<name>}).
 *
 * @param id short name such as {@code eu}; {@code default} when there is just one
 * @param name how people know it
 * @param endpoints by name; {@value #AUTHORIZE} and {@value #TOKEN} are mandatory, others are the
 *     plugin's own
 */
public record Region(String id, String name, Map<String, URI> endpoints) {

  /** The authorization endpoint, opened in the person's browser. */
  public static final String AUTHORIZE = "authorize";

  /** The token endpoint. */
  public static final String TOKEN = "token";

  /** Demands the mandatory endpoints and absolute addresses. */
  public Region {
    endpoints = Map.copyOf(endpoints);
    if (!endpoints.containsKey(AUTHORIZE) || !endpoints.containsKey(TOKEN)) {
      throw new IllegalArgumentException(
          "region " + id + " must name the endpoints authorize and token");
    }
    endpoints.forEach(
        (name1, uri) -> {
          if (uri.getHost() == null) {
            throw new IllegalArgumentException("endpoint " + name1 + " is not an absolute URI");
          }
        });
  }
}
