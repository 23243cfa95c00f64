package org.healthsync.sandbox.withings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsync.sandbox.withings.CloudClient.Tokens;
import org.junit.jupiter.api.Test;

class SignatureTest extends CloudTest {

  @Test
  void signedRevokeEndsTheGrantAndItsSubscriptions() throws Exception {
    Tokens tokens = app.connect(user);
    String subscribe = "action=subscribe&appli=1&callbackurl=http%3A%2F%2F127.0.0.1%2Fx";
    assertThat(app.read(tokens.access(), "/notify", subscribe).path("status").asInt(-1)).isZero();
    assertThat(revoke(nonce(), "sandbox-secret").path("status").asInt(-1)).isZero();
    assertThat(app.refresh(tokens.refresh()).path("status").asInt()).isEqualTo(503);
    Tokens again = app.connect(user);
    JsonNode left = app.read(again.access(), "/notify", "action=list").path("body");
    assertThat(left.path("profiles")).isEmpty();
  }

  @Test
  void nonceWorksOnceAndForThirtyMinutes() throws Exception {
    String used = nonce();
    revoke(used, "sandbox-secret");
    assertThat(revoke(used, "sandbox-secret").path("status").asInt()).isEqualTo(503);
    String late = nonce();
    clock.advance(Duration.ofMinutes(30));
    assertThat(revoke(late, "sandbox-secret").path("status").asInt()).isEqualTo(503);
  }

  @Test
  void wrongSignaturesAreRefused() throws Exception {
    Tokens tokens = app.connect(user);
    assertThat(revoke(nonce(), "guess").path("status").asInt()).isEqualTo(342);
    assertThat(nonceAnswer("guess").path("status").asInt()).isEqualTo(342);
    app.measures(tokens.access(), "lastupdate=0");
  }

  @Test
  void signatureStandsInForTheClientSecretInATokenCall() throws Exception {
    String nonce = nonce();
    String form =
        CloudClient.form(
            Map.of(
                "action",
                "requesttoken",
                "grant_type",
                "authorization_code",
                "client_id",
                "sandbox-client",
                "code",
                app.code(user),
                "redirect_uri",
                CloudClient.REDIRECT,
                "nonce",
                nonce,
                "signature",
                hmac("sandbox-secret", "requesttoken,sandbox-client," + nonce)));
    CloudClient.tokens(app.read("", "/v2/oauth2", form));
  }

  private JsonNode revoke(String nonce, String secret) throws Exception {
    String signature = hmac(secret, "revoke,sandbox-client," + nonce);
    return app.read(
        "",
        "/v2/oauth2",
        CloudClient.form(
            Map.of(
                "action",
                "revoke",
                "client_id",
                "sandbox-client",
                "nonce",
                nonce,
                "signature",
                signature,
                "userid",
                Long.toString(user))));
  }

  private String nonce() throws Exception {
    return nonceAnswer("sandbox-secret").path("body").path("nonce").asText();
  }

  private JsonNode nonceAnswer(String secret) throws Exception {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return app.read(
        "",
        "/v2/signature",
        CloudClient.form(
            Map.of(
                "action",
                "getnonce",
                "client_id",
                "sandbox-client",
                "timestamp",
                timestamp,
                "signature",
                hmac(secret, "getnonce,sandbox-client," + timestamp))));
  }

  private static String hmac(String secret, String message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(message.getBytes(UTF_8)));
  }
}
