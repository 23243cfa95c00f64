package org.healthsync.withings;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsync.spi.Verdict.Kind;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.testkit.StubAnswer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of "Response status": first, last and inner codes of each range, and their neighbours.
 */
class StatusFamilyTest {

  private static final ProviderRequest DATA = ProviderRequest.post("api", "/measure", "getmeas");
  private static final ProviderRequest TOKEN = ProviderRequest.post(Region.TOKEN, "", "refresh");
  private static final ProviderRequest REVOKE = ProviderRequest.post(Region.TOKEN, "", "revoke");

  @ParameterizedTest
  @CsvSource({
    "0, OK",
    "100, UNAUTHORIZED",
    "101, UNAUTHORIZED",
    "102, UNAUTHORIZED",
    "200, UNAUTHORIZED",
    "401, UNAUTHORIZED",
    "201, PERMANENT",
    "205, PERMANENT",
    "213, PERMANENT",
    "216, PERMANENT",
    "218, PERMANENT",
    "220, PERMANENT",
    "221, PERMANENT",
    "223, PERMANENT",
    "225, PERMANENT",
    "227, PERMANENT",
    "230, PERMANENT",
    "234, PERMANENT",
    "236, PERMANENT",
    "238, PERMANENT",
    "240, PERMANENT",
    "252, PERMANENT",
    "254, PERMANENT",
    "260, PERMANENT",
    "267, PERMANENT",
    "271, PERMANENT",
    "272, PERMANENT",
    "275, PERMANENT",
    "276, PERMANENT",
    "283, PERMANENT",
    "288, PERMANENT",
    "290, PERMANENT",
    "293, PERMANENT",
    "295, PERMANENT",
    "297, PERMANENT",
    "300, PERMANENT",
    "304, PERMANENT",
    "321, PERMANENT",
    "323, PERMANENT",
    "342, PERMANENT",
    "353, PERMANENT",
    "380, PERMANENT",
    "382, PERMANENT",
    "400, PERMANENT",
    "501, PERMANENT",
    "503, PERMANENT",
    "511, PERMANENT",
    "523, PERMANENT",
    "532, PERMANENT",
    "3017, PERMANENT",
    "3019, PERMANENT",
    "214, FORBIDDEN",
    "277, FORBIDDEN",
    "2553, FORBIDDEN",
    "2555, FORBIDDEN",
    "2554, PERMANENT",
    "522, TRANSIENT",
    "524, TRANSIENT",
    "601, THROTTLED",
    "215, TRANSIENT",
    "219, TRANSIENT",
    "239, TRANSIENT",
    "305, TRANSIENT",
    "320, TRANSIENT",
    "322, TRANSIENT",
    "354, TRANSIENT",
    "370, TRANSIENT",
    "391, TRANSIENT",
    "402, TRANSIENT",
    "512, TRANSIENT",
    "516, TRANSIENT",
    "521, TRANSIENT",
    "525, TRANSIENT",
    "533, TRANSIENT",
    "600, TRANSIENT",
    "602, TRANSIENT",
    "700, TRANSIENT",
    "1051, TRANSIENT",
    "2551, TRANSIENT",
    "2556, TRANSIENT",
    "3000, TRANSIENT",
    "3016, TRANSIENT",
    "3020, TRANSIENT",
    "6000, TRANSIENT",
    "9000, TRANSIENT",
    "10000, TRANSIENT",
    "1, TRANSIENT",
    "-1, TRANSIENT",
    "99999, TRANSIENT"
  })
  void statusOfADataServiceHasTheVerdictOfItsFamily(long status, Kind kind) {
    assertThat(judge(DATA, Answers.status(status))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 101, 102, 200, 401})
  void refusedRefreshIsALostConsent(long status) {
    assertThat(judge(TOKEN, Answers.status(status))).isEqualTo(Kind.CONSENT_LOST);
  }

  @ParameterizedTest
  @CsvSource({
    "503, Invalid Params: invalid refresh_token, CONSENT_LOST",
    "503, Invalid Params: invalid code, CONSENT_LOST",
    "503, Invalid Params: invalid client_secret, PERMANENT",
    "503, Invalid Params: invalid client_id or refresh_token, PERMANENT",
    "503, Invalid Params: unknown codec, PERMANENT",
    "503, '', PERMANENT",
    "401, invalid_token: The access token provided is invalid, CONSENT_LOST",
    "401, invalid_client: unknown client, PERMANENT",
    "100, The Client is not known, PERMANENT"
  })
  void refusedClientCostsNobodysConsent(long status, String error, Kind kind) {
    StubAnswer answer =
        StubAnswer.json("{\"status\": " + status + ", \"error\": \"" + error + "\"}");
    assertThat(judge(TOKEN, answer)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"601, THROTTLED", "522, TRANSIENT", "524, TRANSIENT", "342, PERMANENT", "0, OK"})
  void tokenEndpointInTroubleIsNoLostConsent(long status, Kind kind) {
    assertThat(judge(TOKEN, Answers.status(status))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"401, CONSENT_LOST", "503, PERMANENT", "342, PERMANENT"})
  void revocationWithInvalidParametersDoesNotLookLikeAGrantThatIsGone(long status, Kind kind) {
    assertThat(judge(REVOKE, Answers.status(status))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "301, TRANSIENT",
    "400, TRANSIENT",
    "401, TRANSIENT",
    "403, TRANSIENT",
    "404, TRANSIENT",
    "429, THROTTLED",
    "500, TRANSIENT",
    "502, TRANSIENT",
    "503, TRANSIENT"
  })
  void httpStatusOtherThanSuccessComesFromInBetweenAndPasses(int http, Kind kind) {
    assertThat(judge(DATA, StubAnswer.http(http))).isEqualTo(kind);
    assertThat(judge(TOKEN, StubAnswer.http(http))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>login</html>",
        "[]",
        "null",
        "{\"status\": 0",
        "{\"status\": null}",
        "{\"status\": \"ok\"}",
        "{\"status\": 1e400}",
        "{\"status\": 0, \"status\": 0}",
        "{}"
      })
  void answerWithoutAReadableStatusIsABadPayload(String body) {
    assertThat(judge(DATA, StubAnswer.json(body))).isEqualTo(Kind.BAD_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\": \"0\", \"body\": []}", "{\"body\": {}, \"status\": 0}"})
  void statusMayBeTextAndBodyAnEmptyArray(String body) {
    assertThat(judge(DATA, StubAnswer.json(body))).isEqualTo(Kind.OK);
  }

  private static Kind judge(ProviderRequest request, StubAnswer answer) {
    return Envelope.judge(request, new StubResponse(answer)).kind();
  }
}
