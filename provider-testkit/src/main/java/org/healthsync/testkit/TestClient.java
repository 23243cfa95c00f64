package org.healthsync.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.stream.Payload;

/** The operator's application at the provider, with a known secret that must not leak. */
final class TestClient implements ClientSigner, NotificationContext {

  static final String ID = "test-client";
  static final String SECRET = "canary-client-secret-9f2c";
  static final String WEBHOOK_SECRET = "canary-webhook-secret-77ab";

  @Override
  public String clientId() {
    return ID;
  }

  @Override
  public byte[] mac(Mac mac, byte[] message, String keySuffix) {
    return code(SECRET + keySuffix, mac, message);
  }

  @Override
  public ClientSigner client() {
    return this;
  }

  @Override
  public Optional<byte[]> mac(String secretName, Mac mac, byte[] message) {
    return Optional.of(code(WEBHOOK_SECRET, mac, message));
  }

  @Override
  public boolean matchesSecret(String secretName, String candidate) {
    return MessageDigest.isEqual(
        WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8),
        candidate.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] code(String key, Mac mac, byte[] message) {
    String algorithm =
        switch (mac) {
          case HMAC_SHA1 -> "HmacSHA1";
          case HMAC_SHA256 -> "HmacSHA256";
        };
    try {
      javax.crypto.Mac code = javax.crypto.Mac.getInstance(algorithm);
      code.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return code.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<Payload> document(String endpoint) {
    return Optional.empty();
  }
}
