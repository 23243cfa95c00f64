package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;

/** {@code /v2/oauth2}: codes and refresh tokens become tokens, inside the vendor's envelope. */
final class TokenEndpoint {

  private final Grants grants;
  private final Signatures signatures;
  private final RandomTokens csrfTokens = new RandomTokens();
  private final BiConsumer<String, Long> onRevoked;

  /**
   * Wires the endpoint.
   *
   * @param onRevoked told the client id and the user when a client gave up its access
   */
  TokenEndpoint(Grants grants, Signatures signatures, BiConsumer<String, Long> onRevoked) {
    this.grants = grants;
    this.signatures = signatures;
    this.onRevoked = onRevoked;
  }

  /** {@code action=requesttoken}. */
  JsonNode requestToken(Params params) {
    signatures.requireClient(params);
    String clientId = params.required("client_id");
    String grantType = params.required("grant_type");
    return switch (grantType) {
      case "authorization_code" -> {
        String redirectUri = params.required("redirect_uri");
        TokenPair pair = grants.redeem(clientId, redirectUri, params.required("code"));
        yield answer(pair, Json.object().put("userid", Long.toString(pair.grant().userId())));
      }
      case "refresh_token" -> {
        TokenPair pair = grants.refresh(clientId, params.required("refresh_token"));
        yield answer(pair, Json.object().put("userid", pair.grant().userId()));
      }
      default -> throw VendorFailure.invalidParams("grant_type");
    };
  }

  /** {@code action=revoke}: a signed call that ends the client's access to one user. */
  JsonNode revoke(Params params) {
    signatures.requireSigned(params);
    String clientId = params.required("client_id");
    long userId = params.requiredNumber("userid");
    grants.revoke(clientId, userId);
    onRevoked.accept(clientId, userId);
    return Json.object();
  }

  /**
   * The user id is text after a code and a number after a refresh: both were seen at the vendor.
   */
  private JsonNode answer(TokenPair pair, ObjectNode withUserId) {
    return withUserId
        .put("access_token", pair.accessToken())
        .put("refresh_token", pair.refreshToken())
        .put("expires_in", Grants.ACCESS_TOKEN_LIFE.toSeconds())
        .put(
            "scope",
            String.join(",", Scope.ALL.stream().filter(pair.grant().scopes()::contains).toList()))
        .put("csrf_token", csrfTokens.next())
        .put("token_type", "Bearer");
  }
}
