package org.healthsync.connect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.healthsync.connect.fixture.SettableClock;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.stream.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAnswerReaderTest {

  private static final TokenEndpoint STANDARD = TokenEndpoint.standard();

  private final SettableClock clock = new SettableClock();
  private final TokenAnswerReader reader = new TokenAnswerReader(clock);

  @Test
  void standardAnswerIsReadFromTheRoot() throws ProviderException {
    TokenAnswer answer =
        reader.read(
            ok(
                "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":60,\"scope\":\"x y\"}"),
            STANDARD);

    assertThat(answer.tokens().access().reveal()).isEqualTo("a");
    assertThat(answer.tokens().refresh().orElseThrow().reveal()).isEqualTo("r");
    assertThat(answer.tokens().expiresAt()).isEqualTo(clock.instant().plusSeconds(60));
    assertThat(answer.scopes().orElseThrow()).containsExactlyInAnyOrder("x", "y");
    assertThat(answer.accountId()).isNull();
  }

  @Test
  void envelopeAndNumericAccountAreFoundByPointer() throws ProviderException {
    TokenEndpoint envelope = new TokenEndpoint(Map.of(), "/body", "/userid");

    TokenAnswer answer =
        reader.read(ok("{\"status\":0,\"body\":{\"userid\":77,\"access_token\":\"a\"}}"), envelope);

    assertThat(answer.accountId()).isEqualTo("77");
    assertThat(answer.tokens().refresh()).isEmpty();
    assertThat(answer.scopes()).isEmpty();
  }

  @Test
  void tokenWithoutAnEndLivesUntilItIsRefused() throws ProviderException {
    TokenAnswer answer = reader.read(ok("{\"access_token\":\"a\"}"), STANDARD);

    assertThat(answer.tokens().expiresAt()).isAfter(clock.instant().plus(Duration.ofDays(365)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, PERMANENT, CONSENT_LOST",
    "401, invalid_client, UNAUTHORIZED, CLIENT_REFUSED",
    "400, unauthorized_client, PERMANENT, CLIENT_REFUSED",
    "400, temporarily_unavailable, PERMANENT, PROVIDER_UNAVAILABLE",
    "400, slow_down, PERMANENT, THROTTLED",
    "400, invalid_request, PERMANENT, REQUEST_REFUSED",
    "401, other, UNAUTHORIZED, CLIENT_REFUSED",
    "200, other, UNAUTHORIZED, CONSENT_LOST",
    "200, other, CONSENT_LOST, CONSENT_LOST",
    "200, other, THROTTLED, THROTTLED",
    "503, other, TRANSIENT, PROVIDER_UNAVAILABLE",
    "410, other, GONE, API_GONE",
    "403, other, FORBIDDEN, REQUEST_REFUSED",
    "200, other, OK, BAD_PAYLOAD",
  })
  void refusalIsNamedByTheStandardsErrorFirstAndTheVerdictSecond(
      int status, String error, Verdict.Kind verdict, String code) {
    var answer =
        new OAuthTransport.Answer(
            status, Payload.of("{\"error\":\"" + error + "\"}"), () -> Verdict.of(verdict, "test"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> reader.read(answer, STANDARD));

    assertThat(failure.code().name()).isEqualTo(code);
  }

  @Test
  void pluginThatFailsDoesNotHideTheStandardsError() {
    var answer =
        new OAuthTransport.Answer(
            400,
            Payload.of("{\"error\":\"invalid_grant\"}"),
            () -> {
              throw new ProviderException(StandardError.PLUGIN_DEFECT, "broken");
            });

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> reader.read(answer, STANDARD));

    assertThat(failure.code()).isEqualTo(StandardError.CONSENT_LOST);
  }

  @ParameterizedTest
  @CsvSource({"''", "'<html>secret-7</html>'", "'[1]'", "'\"secret-7\"'", "'{\"access_token\":'"})
  void unreadableAnswerIsABadPayloadAndIsNotQuoted(String body) {
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> reader.read(ok(body), STANDARD));

    assertThat(failure.code().name()).isEqualTo("BAD_PAYLOAD");
    assertThat(failure).hasMessageNotContaining("secret-7").hasNoCause();
  }

  private static OAuthTransport.Answer ok(String body) {
    return new OAuthTransport.Answer(
        200,
        Payload.of(body),
        () -> {
          assertThat(body).as("what a plugin may see").doesNotContain("access_token\":\"");
          return Verdict.ok();
        });
  }
}
