package org.healthsync.spi.notify;

import java.util.Optional;
import org.healthsync.spi.http.ClientSigner;

/** What a plugin needs to verify a notification. */
public interface NotificationContext {

  /** Codes under the client secret. */
  ClientSigner client();

  /**
   * A code under a secret that the operator stored for webhooks (Polar's signature key, Oura's
   * verification token).
   *
   * @return empty when no such secret is stored; verification then fails
   */
  Optional<byte[]> mac(String secretName, ClientSigner.Mac mac, byte[] message);

  /** Whether {@code candidate} equals a stored secret, compared in constant time. */
  boolean matchesSecret(String secretName, String candidate);
}
