package org.healthsync.spi.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a token endpoint departs from RFC 6749 sections 4.1.3 to 5.1. The host makes the exchange;
 * a plugin never sees a refresh token or a client secret.
 *
 * @param parameters form parameters added to every token request (Withings: {@code
 *     action=requesttoken})
 * @param fieldsAt JSON Pointer (RFC 6901) of the object that holds {@code access_token} and its
 *     companions; empty for the root
 * @param accountAt JSON Pointer, from that object, of the provider's id of the account; null when
 *     the answer does not tell it
 */
public record TokenEndpoint(
    Map<String, String> parameters, String fieldsAt, @Nullable String accountAt) {

  /** Copies the parameters. */
  public TokenEndpoint {
    parameters = Map.copyOf(parameters);
  }

  /** An endpoint that follows the standard and does not name the account. */
  public static TokenEndpoint standard() {
    return new TokenEndpoint(Map.of(), "", null);
  }
}
