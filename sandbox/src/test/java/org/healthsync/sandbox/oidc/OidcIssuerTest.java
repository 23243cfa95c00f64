package org.healthsync.sandbox.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcIssuerTest {

  private static final ClientID CLIENT = new ClientID("delivery");
  private static final Secret SECRET = new Secret("s3cret-of-the-test");

  @SuppressWarnings("NullAway.Init")
  private RSAKey clientKey;

  @SuppressWarnings("NullAway.Init")
  private OidcIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    clientKey = new RSAKeyGenerator(2048).keyID("client-key").generate();
    issuer =
        OidcIssuer.start(
            OidcIssuerOptions.of("health-data-sync", CLIENT.getValue(), SECRET.getValue())
                .withClientKeys(new JWKSet(clientKey.toPublicJWK())));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void mintedTokenHasTheClaimsOfMicroProfileJwtAndVerifiesByThePublishedKey() throws Exception {
    String token = issuer.mint("ann", "clinic", Set.of("app"), Duration.ofMinutes(1));

    SignedJWT jwt = SignedJWT.parse(token);
    RSAKey key =
        (RSAKey) JWKSet.load(issuer.jwksUri().toURL()).getKeyByKeyId(jwt.getHeader().getKeyID());
    assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    assertThat(key.isPrivate()).isFalse();
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(issuer.issuer().toString());
    assertThat(claims.getSubject()).isEqualTo("ann");
    assertThat(claims.getStringClaim("upn")).isEqualTo("ann");
    assertThat(claims.getStringClaim("tenant")).isEqualTo("clinic");
    assertThat(claims.getStringListClaim("groups")).containsExactly("app");
    assertThat(claims.getAudience()).containsExactly("health-data-sync");
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(60));
  }

  @Test
  void discoveryNamesItsEndpoints() throws Exception {
    OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(issuer.issuer()));

    assertThat(metadata.getJWKSetURI()).isEqualTo(issuer.jwksUri());
    assertThat(metadata.getTokenEndpointURI()).isEqualTo(issuer.tokenEndpoint());
  }

  @Test
  void clientGetsATokenByEachWayOfShowingItsSecretOrKey() throws Exception {
    assertThat(issuer.accepts(token(new ClientSecretBasic(CLIENT, SECRET)))).isTrue();
    assertThat(issuer.accepts(token(new ClientSecretPost(CLIENT, SECRET)))).isTrue();
    assertThat(issuer.accepts(token(signedBy(clientKey)))).isTrue();
  }

  @Test
  void tokenEndpointSaysWhatTheTokenIsGoodFor() throws Exception {
    TokenResponse response = request(new ClientSecretBasic(CLIENT, SECRET));

    var token = response.toSuccessResponse().getTokens().getBearerAccessToken();
    assertThat(token.getLifetime()).isEqualTo(300);
    assertThat(token.getScope()).isEqualTo(new Scope("system/*.cruds"));
    assertThat(SignedJWT.parse(token.getValue()).getJWTClaimsSet().getSubject())
        .isEqualTo("delivery");
  }

  @Test
  void wrongSecretUnknownClientAndForeignKeyAreInvalidClients() throws Exception {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("client-key").generate();

    for (ClientAuthentication wrong :
        new ClientAuthentication[] {
          new ClientSecretBasic(CLIENT, new Secret("guess")),
          new ClientSecretPost(new ClientID("stranger"), SECRET),
          signedBy(foreign)
        }) {
      TokenResponse response = request(wrong);
      assertThat(response.indicatesSuccess()).isFalse();
      assertThat(response.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_client");
      assertThat(response.toHTTPResponse().getStatusCode()).isEqualTo(401);
    }
  }

  @Test
  void rotatedKeysAreBothPublishedUntilTheOldIsRetired() throws Exception {
    String before = issuer.mint("ann", "clinic", Set.of("app"), Duration.ofMinutes(1));

    String keyId = issuer.rotateKey();
    String after = issuer.mint("ann", "clinic", Set.of("app"), Duration.ofMinutes(1));

    assertThat(SignedJWT.parse(after).getHeader().getKeyID()).isEqualTo(keyId);
    assertThat(JWKSet.load(issuer.jwksUri().toURL()).getKeys()).hasSize(2);
    assertThat(issuer.accepts(before)).isTrue();

    issuer.retireOldKeys();
    assertThat(JWKSet.load(issuer.jwksUri().toURL()).getKeys()).hasSize(1);
    assertThat(issuer.accepts(before)).isFalse();
    assertThat(issuer.accepts(after)).isTrue();
  }

  @Test
  void expiredForeignAndMalformedTokensAreNotAccepted() {
    assertThat(issuer.accepts(issuer.mint("ann", "c", Set.of(), Duration.ofSeconds(-1)))).isFalse();
    assertThat(issuer.accepts("not-a-token")).isFalse();
    try (OidcIssuer other =
        OidcIssuer.start(OidcIssuerOptions.of("health-data-sync", "delivery", "x"))) {
      assertThat(issuer.accepts(other.mint("ann", "c", Set.of(), Duration.ofMinutes(1)))).isFalse();
    }
  }

  @Test
  void optionsDoNotPrintTheSecret() {
    assertThat(OidcIssuerOptions.of("a", "delivery", SECRET.getValue()).toString())
        .contains("delivery")
        .doesNotContain(SECRET.getValue());
  }

  private ClientAuthentication signedBy(RSAKey key) throws Exception {
    return new PrivateKeyJWT(
        CLIENT,
        issuer.tokenEndpoint(),
        JWSAlgorithm.RS256,
        key.toPrivateKey(),
        key.getKeyID(),
        null);
  }

  private String token(ClientAuthentication authentication) throws Exception {
    return request(authentication).toSuccessResponse().getTokens().getAccessToken().getValue();
  }

  private TokenResponse request(ClientAuthentication authentication) throws Exception {
    return TokenResponse.parse(
        new TokenRequest.Builder(
                issuer.tokenEndpoint(), authentication, new ClientCredentialsGrant())
            .scope(new Scope("system/*.cruds"))
            .build()
            .toHTTPRequest()
            .send());
  }
}
