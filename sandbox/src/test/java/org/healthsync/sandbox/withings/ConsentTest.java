package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsentTest extends CloudTest {

  @Test
  void pageListsEveryUserAndEveryRequestedScopeAsACheckBox() throws Exception {
    HttpResponse<String> page = app.consent(Map.of("scope", "user.metrics,user.activity"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    for (CloudUser person : control.users()) {
      assertThat(page.body()).contains("name=\"user\" value=\"" + person.userId() + "\"");
    }
    assertThat(page.body())
        .contains("type=\"checkbox\" name=\"granted\" value=\"user.metrics\"")
        .contains("type=\"checkbox\" name=\"granted\" value=\"user.activity\"")
        .doesNotContain("name=\"granted\" value=\"user.info\"");
  }

  @Test
  void stateThatLooksLikeMarkupIsEscaped() throws Exception {
    HttpResponse<String> page = app.consent(Map.of("state", "\"><script>x</script>"));
    assertThat(page.body()).doesNotContain("<script>").contains("&lt;script&gt;");
  }

  @Test
  void allowSendsACodeAndTheStateBack() throws Exception {
    HttpResponse<String> answer = app.decide(allow("user.metrics"));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .startsWith(CloudClient.REDIRECT + "?code=")
        .endsWith("&state=s+t%261");
  }

  @Test
  void untickedScopesAreNotGranted() throws Exception {
    String code = CloudClient.codeIn(app.decide(allow("user.metrics")));
    var tokens = app.redeem(code).path("body");
    assertThat(tokens.path("scope").asText()).isEqualTo("user.metrics");
    String token = tokens.path("access_token").asText();
    var refused =
        app.read(token, "/v2/measure", "action=getactivity&lastupdate=0").path("status").asInt();
    assertThat(refused).isEqualTo(277);
    assertThat(app.measures(token, "lastupdate=0").path("measuregrps")).isNotEmpty();
  }

  @Test
  void scopesThatWereNotRequestedCannotBeTicked() throws Exception {
    Map<String, @Nullable String> forged = allow("user.activity");
    forged.put("scope", "user.metrics");
    var tokens = app.redeem(CloudClient.codeIn(app.decide(forged))).path("body");
    assertThat(tokens.path("scope").asText()).isEmpty();
  }

  @Test
  void denyGoesBackWithAccessDenied() throws Exception {
    Map<String, @Nullable String> deny = allow("user.metrics");
    deny.put("decision", "deny");
    assertThat(app.decide(deny).headers().firstValue("Location").orElseThrow())
        .isEqualTo(CloudClient.REDIRECT + "?error=access_denied&state=s+t%261");
  }

  @Test
  void automationDecidesWithoutAPageAndMayTickLess() throws Exception {
    HttpResponse<String> answer =
        app.consent(Map.of("auto_user", Long.toString(user), "auto_scopes", "user.activity"));
    assertThat(answer.statusCode()).isEqualTo(302);
    var tokens = app.redeem(CloudClient.codeIn(answer)).path("body");
    assertThat(tokens.path("scope").asText()).isEqualTo("user.activity");
  }

  @Test
  void unknownClientUnregisteredAddressAndMissingStateNeverRedirect() throws Exception {
    assertRefusedOnThePage(Map.of("client_id", "somebody"));
    assertRefusedOnThePage(Map.of("redirect_uri", "http://evil.example/cb"));
    Map<String, @Nullable String> stateless = new HashMap<>();
    stateless.put("state", null);
    assertRefusedOnThePage(stateless);
    assertRefusedOnThePage(Map.of("auto_user", "1"));
  }

  @Test
  void otherResponseTypesAndUnknownScopesGoBackAsErrors() throws Exception {
    assertThat(location(Map.of("response_type", "token")))
        .contains("error=unsupported_response_type");
    assertThat(location(Map.of("scope", "user.metrics,user.everything")))
        .contains("error=invalid_scope");
  }

  @Test
  void anAddressRegisteredLaterIsAccepted() throws Exception {
    String later = "http://127.0.0.1:1234/cb";
    control.registerRedirectUri(URI.create(later));
    assertThat(location(Map.of("redirect_uri", later, "auto_user", Long.toString(user))))
        .startsWith(later + "?code=");
  }

  private void assertRefusedOnThePage(Map<String, @Nullable String> changes) throws Exception {
    HttpResponse<String> answer = app.consent(changes);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  private String location(Map<String, @Nullable String> changes) throws Exception {
    return app.consent(changes).headers().firstValue("Location").orElseThrow();
  }

  private Map<String, @Nullable String> allow(String scope) {
    Map<String, @Nullable String> fields = new HashMap<>();
    fields.put("user", Long.toString(user));
    fields.put("granted", scope);
    fields.put("decision", "allow");
    return fields;
  }
}
