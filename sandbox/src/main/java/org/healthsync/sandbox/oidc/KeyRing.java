package org.healthsync.sandbox.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The signing keys; the first is the one in use. Thread-safe. */
final class KeyRing {

  private static final int BITS = 2048;

  private final CopyOnWriteArrayList<RSAKey> keys = new CopyOnWriteArrayList<>();

  KeyRing() {
    keys.add(generate());
  }

  RSAKey current() {
    return keys.get(0);
  }

  Optional<RSAKey> find(String keyId) {
    return keys.stream().filter(key -> key.getKeyID().equals(keyId)).findFirst();
  }

  /** Puts a new key into use; the others stay published. */
  RSAKey rotate() {
    RSAKey key = generate();
    keys.add(0, key);
    return key;
  }

  /** Withdraws all keys but the one in use. */
  void retire() {
    RSAKey current = current();
    keys.removeIf(key -> !key.equals(current));
  }

  /** Public halves only. */
  JWKSet published() {
    List<JWK> published = keys.stream().map(key -> (JWK) key.toPublicJWK()).toList();
    return new JWKSet(published);
  }

  private static RSAKey generate() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyID(UUID.randomUUID().toString())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("This JVM cannot generate RSA keys", e);
    }
  }
}
