package org.healthsync.fetch;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.spi.http.ClientSigner;

/** Signs with the client secret, which stays in the host. */
public final class SecretSigner implements ClientSigner {

  private final ClientCredentials client;

  /** Signs under the secret of {@code client}. */
  public SecretSigner(ClientCredentials client) {
    this.client = client;
  }

  @Override
  public String clientId() {
    return client.id();
  }

  @Override
  public byte[] mac(Mac mac, byte[] message, String keySuffix) {
    String algorithm =
        switch (mac) {
          case HMAC_SHA1 -> "HmacSHA1";
          case HMAC_SHA256 -> "HmacSHA256";
        };
    byte[] key = (client.secret().reveal() + keySuffix).getBytes(StandardCharsets.UTF_8);
    try {
      javax.crypto.Mac code = javax.crypto.Mac.getInstance(algorithm);
      code.init(new SecretKeySpec(key, algorithm));
      return code.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
