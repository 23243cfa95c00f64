package org.healthsync.spi.http;

/** Proves that we are the registered client without showing the secret to the plugin. */
public interface ClientSigner {

  /** Message authentication codes (RFC 2104). */
  enum Mac {
    /** HMAC with SHA-1; Fitbit's webhooks use nothing better. */
    HMAC_SHA1,
    /** HMAC with SHA-256. */
    HMAC_SHA256
  }

  /** The public client id. */
  String clientId();

  /**
   * The code of {@code message} under the client secret.
   *
   * @param keySuffix appended to the secret before use (Fitbit: {@code &}), mostly empty
   */
  byte[] mac(Mac mac, byte[] message, String keySuffix);
}
