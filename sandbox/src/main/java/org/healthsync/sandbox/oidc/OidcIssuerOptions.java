package org.healthsync.sandbox.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Clock;
import java.time.Duration;

/**
 * How an {@link OidcIssuer} starts; immutable.
 *
 * @param port on the loopback interface, 0 for any free one
 * @param clock for {@code iat} and {@code exp}
 * @param audience {@code aud} of every token
 * @param clientId the one client of the token endpoint
 * @param clientSecret its secret, for {@code client_secret_basic} and {@code client_secret_post}
 * @param clientKeys its public RSA or EC keys, for {@code private_key_jwt}; may be empty
 * @param clientTokenLife how long a token from the token endpoint is good
 */
public record OidcIssuerOptions(
    int port,
    Clock clock,
    String audience,
    String clientId,
    String clientSecret,
    JWKSet clientKeys,
    Duration clientTokenLife) {

  public OidcIssuerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is not 0 to 65535: " + port);
    }
    if (audience.isBlank() || clientId.isBlank() || clientSecret.isBlank()) {
      throw new IllegalArgumentException("audience, clientId and clientSecret are not blank");
    }
    if (clientTokenLife.isNegative() || clientTokenLife.isZero()) {
      throw new IllegalArgumentException("clientTokenLife is not positive");
    }
  }

  /** Any free port, system clock, tokens of five minutes, no {@code private_key_jwt}. */
  public static OidcIssuerOptions of(String audience, String clientId, String clientSecret) {
    return new OidcIssuerOptions(
        0,
        Clock.systemUTC(),
        audience,
        clientId,
        clientSecret,
        new JWKSet(),
        Duration.ofMinutes(5));
  }

  public OidcIssuerOptions withPort(int newPort) {
    return new OidcIssuerOptions(
        newPort, clock, audience, clientId, clientSecret, clientKeys, clientTokenLife);
  }

  public OidcIssuerOptions withClock(Clock newClock) {
    return new OidcIssuerOptions(
        port, newClock, audience, clientId, clientSecret, clientKeys, clientTokenLife);
  }

  public OidcIssuerOptions withClientKeys(JWKSet publicKeys) {
    return new OidcIssuerOptions(
        port, clock, audience, clientId, clientSecret, publicKeys, clientTokenLife);
  }

  public OidcIssuerOptions withClientTokenLife(Duration life) {
    return new OidcIssuerOptions(port, clock, audience, clientId, clientSecret, clientKeys, life);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OidcIssuerOptions[port=%d, audience=%s, clientId=%s]"
        .formatted(port, audience, clientId);
  }
}
