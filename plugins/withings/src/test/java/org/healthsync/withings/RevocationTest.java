package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.healthsync.spi.ErrorCode;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.testkit.RecordedRequest;
import org.healthsync.testkit.StubAnswer;
import org.healthsync.testkit.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {

  private static final StubAnswer NONCE =
      StubAnswer.json("{\"status\": 0, \"body\": {\"nonce\": \"1c2b7f\"}}");

  private final TestHost host =
      new TestHost(new WithingsPlugin(), Map.of(), "45678912", Instant.ofEpochSecond(1795338100));

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void revocationIsSignedWithAFreshNonceAndCarriesNoToken() throws Exception {
    host.stub().enqueue(NONCE, Answers.status(0));
    host.provider().revoke(host.account(), host.http());

    RecordedRequest nonce = host.stub().requests().get(0);
    RecordedRequest revoke = host.stub().requests().get(1);
    assertThat(nonce.path()).isEqualTo("/v2/signature");
    assertThat(nonce.form())
        .containsEntry("action", "getnonce")
        .containsEntry("timestamp", "1795338100");
    assertThat(revoke.path()).isEqualTo("/v2/oauth2");
    assertThat(revoke.form())
        .containsEntry("action", "revoke")
        .containsEntry("nonce", "1c2b7f")
        .containsEntry("userid", "45678912");
    assertThat(host.stub().requests())
        .allSatisfy(
            request -> {
              assertThat(request.form()).containsEntry("client_id", "test-client");
              assertThat(request.form().get("signature")).matches("[0-9a-f]{64}");
              assertThat(request.authorization()).isEmpty();
            });
  }

  /**
   * Signatures computed apart from this code: {@code printf %s 'getnonce,test-client,1795338100' |
   * openssl dgst -sha256 -hmac 'the-secret'}.
   */
  @Test
  void signaturesAreTheOnesThatOpensslComputes() throws Exception {
    host.stub().enqueue(NONCE, Answers.status(0));
    host.provider().revoke(host.account(), new KnownSecret(host.http()));

    assertThat(host.stub().requests())
        .extracting(request -> request.form().get("signature"))
        .containsExactly(
            "8b523386b249913e9bae61914d6d3586be3a97ce70321889af82312517c17b0d",
            "505990759c7e6adaf1fc536b974778d853948c5567d7339c9078942f46a2e839");
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 101, 102, 200, 401})
  void grantThatIsGoneIsASuccess(long status) throws Exception {
    host.stub().enqueue(NONCE, Answers.status(status));
    host.provider().revoke(host.account(), host.http());

    assertThat(host.stub().requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {342, 503})
  void refusedSignatureIsNoSuccess(long status) {
    assertThat(failure(NONCE, Answers.status(status))).isEqualTo(StandardError.REQUEST_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"nonce\": \"\"}", "{\"nonce\": null}"})
  void answerWithoutANonceIsTheProvidersFault(String body) {
    assertThat(failure(StubAnswer.json("{\"status\": 0, \"body\": " + body + "}")))
        .isEqualTo(WithingsError.WITHINGS_NONCE_MISSING);
  }

  private ErrorCode failure(StubAnswer... answers) {
    host.stub().enqueue(answers);
    return catchThrowableOfType(
            ProviderException.class, () -> host.provider().revoke(host.account(), host.http()))
        .code();
  }

  /** Signs with a secret of this test; the requests go the usual way. */
  private record KnownSecret(ProviderHttp http) implements ProviderHttp {

    @Override
    public ProviderResponse send(ProviderRequest request) throws ProviderException {
      return http.send(request);
    }

    @Override
    public ClientSigner client() {
      return new Signer();
    }
  }

  private static final class Signer implements ClientSigner {

    @Override
    public String clientId() {
      return "test-client";
    }

    @Override
    public byte[] mac(Mac mac, byte[] message, String keySuffix) {
      assertThat(mac).isEqualTo(Mac.HMAC_SHA256);
      assertThat(keySuffix).isEmpty();
      try {
        javax.crypto.Mac code = javax.crypto.Mac.getInstance("HmacSHA256");
        code.init(new SecretKeySpec("the-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return code.doFinal(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
