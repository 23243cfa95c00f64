package org.healthsync.sandbox.withings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The registered application: its id, its secret and where consent may return to. */
final class Client {

  private static final String HMAC = "HmacSHA256";

  private final String id;
  private final byte[] secret;
  private final Set<String> redirectUris;

  Client(String id, String secret, Set<String> redirectUris) {
    this.id = id;
    this.secret = secret.getBytes(UTF_8);
    this.redirectUris = new CopyOnWriteArraySet<>(redirectUris);
  }

  String id() {
    return id;
  }

  boolean hasId(String candidate) {
    return id.equals(candidate);
  }

  boolean hasSecret(String candidate) {
    return MessageDigest.isEqual(secret, candidate.getBytes(UTF_8));
  }

  boolean mayReturnTo(String redirectUri) {
    return redirectUris.contains(redirectUri);
  }

  void register(String redirectUri) {
    redirectUris.add(redirectUri);
  }

  /** Whether the signature is hex(HMAC-SHA256(secret, values joined by commas)). */
  boolean signed(String signature, String... values) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      String expected =
          HexFormat.of().formatHex(mac.doFinal(String.join(",", values).getBytes(UTF_8)));
      return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
