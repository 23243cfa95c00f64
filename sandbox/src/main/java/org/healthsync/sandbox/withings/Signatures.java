package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vendor's signed services: nonces (30 minutes, single use) and the proof that a caller holds
 * the client secret.
 */
final class Signatures {

  private static final Duration NONCE_LIFE = Duration.ofMinutes(30);

  private final Client client;
  private final Clock clock;
  private final RandomTokens tokens = new RandomTokens();
  private final Map<String, Instant> nonces = new ConcurrentHashMap<>();

  Signatures(Client client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** {@code action=getnonce}. */
  JsonNode getNonce(Params params) {
    String clientId = params.required("client_id");
    long timestamp = params.requiredNumber("timestamp");
    String signature = params.required("signature");
    if (!client.signed(signature, "getnonce", clientId, Long.toString(timestamp))) {
      throw VendorFailure.badSignature();
    }
    String nonce = tokens.next();
    nonces.put(nonce, clock.instant().plus(NONCE_LIFE));
    return Json.object().put("nonce", nonce);
  }

  /**
   * Passes when the call carries a fresh nonce and the right signature over it; the nonce is then
   * used up.
   */
  void requireSigned(Params params) {
    String nonce = params.required("nonce");
    Optional<Instant> end = Optional.ofNullable(nonces.remove(nonce));
    if (end.isEmpty() || !clock.instant().isBefore(end.get())) {
      throw VendorFailure.invalidParams("invalid nonce");
    }
    String signature = params.required("signature");
    if (!client.signed(signature, params.required("action"), params.required("client_id"), nonce)) {
      throw VendorFailure.badSignature();
    }
  }

  /** Passes with the client secret in the form or, instead, a signature. */
  void requireClient(Params params) {
    Optional<String> secret = params.text("client_secret");
    if (secret.isEmpty()) {
      requireSigned(params);
    } else if (!client.hasSecret(secret.get())) {
      throw VendorFailure.invalidParams("invalid client_secret");
    }
  }
}
