package org.healthsync.sandbox.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.net.URI;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;

/** The token endpoint: client credentials (RFC 6749, section 4.4) for the one client there is. */
final class ClientDesk {

  private final OidcIssuerOptions options;
  private final TokenMint mint;
  private final ClientAuthenticationVerifier<Void> verifier;

  ClientDesk(OidcIssuerOptions options, TokenMint mint, URI tokenEndpoint, URI issuer) {
    this.options = options;
    this.mint = mint;
    this.verifier =
        new ClientAuthenticationVerifier<>(
            new OneClient(options),
            Set.of(new Audience(tokenEndpoint), new Audience(issuer)),
            JWTAudienceCheck.LEGACY);
  }

  TokenResponse answer(HTTPRequest http) {
    try {
      TokenRequest request = TokenRequest.parse(http);
      ClientAuthentication authentication = request.getClientAuthentication();
      if (authentication == null) {
        return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
      }
      verifier.verify(authentication, Set.of(), null);
      boolean known =
          request.getAuthorizationGrant().getType().equals(GrantType.CLIENT_CREDENTIALS);
      return known ? token(request) : new TokenErrorResponse(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
    } catch (ParseException e) {
      ErrorObject error = e.getErrorObject();
      return new TokenErrorResponse(error == null ? OAuth2Error.INVALID_REQUEST : error);
    } catch (InvalidClientException | JOSEException e) {
      return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
    }
  }

  private TokenResponse token(TokenRequest request) {
    var claims = mint.claims(options.clientId(), options.clientTokenLife());
    claims.claim("client_id", options.clientId());
    if (request.getScope() != null) {
      claims.claim("scope", request.getScope().toString());
    }
    BearerAccessToken token =
        new BearerAccessToken(
            mint.sign(claims.build()), options.clientTokenLife().toSeconds(), request.getScope());
    return new AccessTokenResponse(new Tokens(token, null));
  }

  /** Knows the secret and the keys of the client in the options. */
  private record OneClient(OidcIssuerOptions options) implements ClientCredentialsSelector<Void> {

    @Override
    public List<Secret> selectClientSecrets(
        ClientID id, ClientAuthenticationMethod method, Context<Void> context)
        throws InvalidClientException {
      refuseUnknown(id);
      return List.of(new Secret(options.clientSecret()));
    }

    @Override
    public List<? extends PublicKey> selectPublicKeys(
        ClientID id,
        ClientAuthenticationMethod method,
        JWSHeader header,
        boolean forceRefresh,
        Context<Void> context)
        throws InvalidClientException {
      refuseUnknown(id);
      return options.clientKeys().getKeys().stream()
          .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
          .map(key -> publicKey((AsymmetricJWK) key))
          .toList();
    }

    private void refuseUnknown(ClientID id) throws InvalidClientException {
      if (!options.clientId().equals(id.getValue())) {
        throw new InvalidClientException("The client is not registered");
      }
    }

    private static PublicKey publicKey(AsymmetricJWK key) {
      try {
        return key.toPublicKey();
      } catch (JOSEException e) {
        throw new IllegalArgumentException("clientKeys has a key that is none", e);
      }
    }
  }
}
