package org.healthsync.withings;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderRequest.Authentication;

/**
 * Withdraws a grant ("OAuth2 - Revoke"). The call is signed with a nonce that serves once
 * ("Signature v2 - Getnonce"); a signature is the HMAC-SHA256, under the client secret, of the
 * signed parameters' values in alphabetical order of their names, joined by commas.
 */
final class Revocation {

  private static final String GET_NONCE = "getnonce";

  private final Clock clock;

  Revocation(Clock clock) {
    this.clock = clock;
  }

  void revoke(Account account, ProviderHttp http) throws ProviderException {
    String nonce = nonce(http);
    try {
      http.send(
          signed(Region.TOKEN, "", Envelope.REVOKE, "nonce", nonce, http.client())
              .withForm("userid", account.id()));
    } catch (ProviderException e) {
      if (e.code() != StandardError.CONSENT_LOST) {
        throw e;
      }
      // the person has removed us already, which is all that was wanted
    }
  }

  private String nonce(ProviderHttp http) throws ProviderException {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    ProviderRequest request =
        signed(
            WithingsDescriptor.API,
            "/v2/signature",
            GET_NONCE,
            "timestamp",
            timestamp,
            http.client());
    return http.send(request)
        .json()
        .at("/body/nonce")
        .text()
        .filter(nonce -> !nonce.isBlank())
        .orElseThrow(
            () ->
                new ProviderException(
                    WithingsError.WITHINGS_NONCE_MISSING, "getnonce gave no nonce"));
  }

  /** All signed actions sign {@code action}, {@code client_id} and one more parameter. */
  private static ProviderRequest signed(
      String endpoint, String path, String action, String name, String value, ClientSigner client) {
    String message = String.join(",", action, client.clientId(), value);
    byte[] signature =
        client.mac(ClientSigner.Mac.HMAC_SHA256, message.getBytes(StandardCharsets.UTF_8), "");
    return ProviderRequest.post(endpoint, path, action)
        .with(Authentication.NONE)
        .withForm("action", action)
        .withForm("client_id", client.clientId())
        .withForm(name, value)
        .withForm("signature", HexFormat.of().formatHex(signature));
  }
}
