package org.healthsync.connect.api;

import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.oauth.AuthorizationFlow.Begun;

/**
 * An authorization that waits for the person.
 *
 * @param id of the connection
 * @param status PENDING, or what an existing connection has
 * @param authorizationUrl to open in the person's browser; good for one use and a few minutes
 */
@Schema(name = "Authorization")
public record BegunJson(
    @Schema(example = "7f3f2a54-6d3c-4b7f-9a5e-0d5b6d0f4c11") String id,
    ConnectionStatus status,
    @Schema(example = "https://account.withings.com/oauth2_user/authorize2?response_type=code")
        URI authorizationUrl) {

  static BegunJson of(Begun begun) {
    return new BegunJson(begun.id().toString(), begun.status(), begun.url());
  }
}
