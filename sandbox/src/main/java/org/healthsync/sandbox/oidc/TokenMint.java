package org.healthsync.sandbox.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Signs and checks the issuer's tokens. Thread-safe. */
final class TokenMint {

  private final KeyRing keys;
  private final Clock clock;
  private final URI issuer;
  private final String audience;

  TokenMint(KeyRing keys, Clock clock, URI issuer, String audience) {
    this.keys = keys;
    this.clock = clock;
    this.issuer = issuer;
    this.audience = audience;
  }

  /** Claims that every token has; the caller adds its own and {@linkplain #sign signs}. */
  JWTClaimsSet.Builder claims(String subject, Duration life) {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer(issuer.toString())
        .subject(subject)
        .audience(audience)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(life)))
        .jwtID(UUID.randomUUID().toString());
  }

  String sign(JWTClaimsSet claims) {
    RSAKey key = keys.current();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("The token could not be signed", e);
    }
    return token.serialize();
  }

  /** Whether it is a token of this issuer by a key still published, for its audience, unexpired. */
  boolean accepts(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      return signedByUs(jwt)
          && issuer.toString().equals(claims.getIssuer())
          && claims.getAudience().contains(audience)
          && claims.getExpirationTime().toInstant().isAfter(clock.instant());
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  private boolean signedByUs(SignedJWT jwt) throws JOSEException {
    String keyId = jwt.getHeader().getKeyID();
    if (keyId == null || !JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
      return false;
    }
    RSAKey key = keys.find(keyId).orElse(null);
    return key != null && jwt.verify(new RSASSAVerifier(key.toRSAPublicKey()));
  }
}
