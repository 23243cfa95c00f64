package org.healthsync.fetch;

import java.util.Optional;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.spi.http.ProviderRequest;

/** Fills secrets in where a plugin's request leaves room for them. */
final class RequestSecrets {

  private RequestSecrets() {}

  /**
   * The request as it is to be sent.
   *
   * @param token the account's access token, when the request has any use for it
   */
  static ProviderRequest fill(
      ProviderRequest request, ClientCredentials client, Optional<Secret> token) {
    ProviderRequest filled = request;
    for (ProviderRequest.SecretParameter wanted : request.secrets()) {
      String value =
          switch (wanted.secret()) {
            case ACCESS_TOKEN -> token.orElseThrow().reveal();
            case CLIENT_ID -> client.id();
            case CLIENT_SECRET -> client.secret().reveal();
          };
      filled =
          switch (wanted.place()) {
            case QUERY -> filled.withQuery(wanted.name(), value);
            case FORM -> filled.withForm(wanted.name(), value);
            case HEADER -> filled.withHeader(wanted.name(), value);
          };
    }
    return filled;
  }
}
