package org.healthsync.spi.notify;

import java.util.Optional;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.stream.Payload;

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

  /**
   * A public document of the provider, such as the key set that its signatures are made with. The
   * host fetched it beforehand and keeps it fresh; asking does no I/O.
   *
   * @param endpoint name of a declared endpoint of the default region, whose document it is
   * @return empty when the host could not get it yet; verification then fails and the provider
   *     sends the notification again
   */
  Optional<Payload> document(String endpoint);
}
