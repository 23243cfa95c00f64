package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An application as the vendor's documentation describes one, written against HTTP only. */
final class CloudClient {

  static final String REDIRECT = "http://localhost:9080/oauth/callback";
  static final String ALL_SCOPES = "user.info,user.metrics,user.activity";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern CODE = Pattern.compile("[?&]code=([0-9a-f]+)");

  record Tokens(String access, String refresh) {}

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  CloudClient(WithingsCloud cloud) {
    base = cloud.baseUri();
  }

  /**
   * The address of the consent page with a complete query, some of it replaced; null leaves a
   * parameter out.
   */
  String consentQuery(Map<String, @Nullable String> changes) {
    Map<String, @Nullable String> query = new TreeMap<>();
    query.put("response_type", "code");
    query.put("client_id", "sandbox-client");
    query.put("redirect_uri", REDIRECT);
    query.put("scope", ALL_SCOPES);
    query.put("state", "s t&1");
    query.putAll(changes);
    query.values().removeIf(value -> value == null);
    return form(query);
  }

  HttpResponse<String> consent(Map<String, @Nullable String> changes) throws Exception {
    return get("/oauth2_user/authorize2?" + consentQuery(changes));
  }

  HttpResponse<String> decide(Map<String, @Nullable String> fields) throws Exception {
    return post("/oauth2_user/authorize2", consentQuery(fields), "");
  }

  String code(long userId) throws Exception {
    return codeIn(consent(Map.of("auto_user", Long.toString(userId))));
  }

  static String codeIn(HttpResponse<String> response) {
    String location = response.headers().firstValue("Location").orElse("");
    var matcher = CODE.matcher(location);
    assertThat(matcher.find()).as("a code in %s", location).isTrue();
    return matcher.group(1);
  }

  JsonNode redeem(String code) throws Exception {
    return token(
        Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT));
  }

  JsonNode refresh(String refreshToken) throws Exception {
    return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  JsonNode token(Map<String, String> fields) throws Exception {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("action", "requesttoken");
    all.putIfAbsent("client_id", "sandbox-client");
    all.putIfAbsent("client_secret", "sandbox-secret");
    return json(post("/v2/oauth2", form(all), ""));
  }

  /** Through the whole consent of a user. */
  Tokens connect(long userId) throws Exception {
    return tokens(redeem(code(userId)));
  }

  static Tokens tokens(JsonNode answer) {
    assertThat(answer.path("status").asInt(-1)).isZero();
    JsonNode body = answer.path("body");
    return new Tokens(body.path("access_token").asText(), body.path("refresh_token").asText());
  }

  JsonNode read(String token, String path, String form) throws Exception {
    return json(post(path, form, token));
  }

  /** The body of getmeas, checked to be a success. */
  JsonNode measures(String token, String form) throws Exception {
    JsonNode answer = read(token, "/measure", "action=getmeas&" + form);
    assertThat(answer.path("status").asInt(-1)).as(answer.toString()).isZero();
    return answer.path("body");
  }

  /** Follows more and offset to the end. */
  List<JsonNode> allPages(String token, String path, String form) throws Exception {
    List<JsonNode> pages = new ArrayList<>();
    long offset = 0;
    do {
      JsonNode answer = read(token, path, form + "&offset=" + offset);
      assertThat(answer.path("status").asInt(-1)).as(answer.toString()).isZero();
      pages.add(answer.path("body"));
      offset = answer.path("body").path("offset").asLong();
    } while (pages.get(pages.size() - 1).path("more").asBoolean());
    return pages;
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String form, String token) throws Exception {
    return http.send(request(path, form, token), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> postForBytes(String path, String form, String token) throws Exception {
    return http.send(request(path, form, token), BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> postForStream(String path, String form, String token)
      throws IOException, InterruptedException {
    return http.send(request(path, form, token), BodyHandlers.ofInputStream());
  }

  HttpRequest request(String path, String form, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return token.isEmpty()
        ? request.build()
        : request.header("Authorization", "Bearer " + token).build();
  }

  static JsonNode json(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    return MAPPER.readTree(response.body());
  }

  static String form(Map<String, ? extends @Nullable String> fields) {
    List<String> parts = new ArrayList<>();
    fields.forEach(
        (name, value) ->
            parts.add(
                name + "=" + URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
    return String.join("&", parts);
  }
}
