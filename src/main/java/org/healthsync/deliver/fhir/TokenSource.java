package org.healthsync.deliver.fhir;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.healthsync.platform.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens by the client credentials grant (RFC 6749, section 4.4), kept until shortly before
 * they expire. One fetch at a time: whoever comes meanwhile waits for its result.
 */
final class TokenSource implements Credentials {

  private static final Duration WHEN_NOT_SAID = Duration.ofMinutes(5);
  private static final Duration EARLY = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Exchange exchange;
  private final OAuthClient client;
  private final Clock clock;
  private @Nullable Secret token;
  private Instant freshUntil = Instant.MIN;

  TokenSource(Exchange exchange, OAuthClient client, Clock clock) {
    this.exchange = exchange;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public void addTo(HttpRequest.Builder request) throws ExchangeException {
    request.setHeader("Authorization", "Bearer " + current().reveal());
  }

  @Override
  public synchronized boolean renew() {
    token = null;
    return true;
  }

  private synchronized Secret current() throws ExchangeException {
    Secret known = token;
    if (known != null && clock.instant().isBefore(freshUntil)) {
      return known;
    }
    Secret fetched = fetch();
    token = fetched;
    return fetched;
  }

  private Secret fetch() throws ExchangeException {
    Instant asked = clock.instant();
    JsonNode answer = ask();
    String value = answer.path("access_token").asText();
    if (value.isEmpty() || !answer.path("token_type").asText().equalsIgnoreCase("bearer")) {
      throw ExchangeException.notSent("token-refused");
    }
    long seconds = answer.path("expires_in").asLong(WHEN_NOT_SAID.toSeconds());
    Duration life = Duration.ofSeconds(Math.max(0, Math.min(seconds, 86_400)));
    // a token that lives shorter than the margin is used for half of its life
    Duration margin = life.compareTo(EARLY.multipliedBy(2)) > 0 ? EARLY : life.dividedBy(2);
    freshUntil = asked.plus(life).minus(margin);
    return Secret.of(value);
  }

  private JsonNode ask() throws ExchangeException {
    HttpResponse<byte[]> response = exchange.send(request());
    if (response.statusCode() >= 500 || response.statusCode() == 429) {
      throw ExchangeException.notSent("token-endpoint-unavailable");
    }
    if (response.statusCode() != 200) {
      throw ExchangeException.notSent("token-refused");
    }
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw ExchangeException.notSent("token-refused");
    } catch (IOException e) {
      throw ExchangeException.notSent("token-endpoint-unavailable");
    }
  }

  private HttpRequest request() {
    String scope = client.scope().isEmpty() ? "" : "&scope=" + encoded(client.scope());
    return HttpRequest.newBuilder(client.tokenUrl())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .header("Authorization", "Basic " + basic())
        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials" + scope))
        .build();
  }

  // both parts form-encoded first: RFC 6749, section 2.3.1
  private String basic() {
    String pair = encoded(client.id()) + ":" + encoded(client.secret().reveal());
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Who we are at the authorization server. */
  record OAuthClient(URI tokenUrl, String id, Secret secret, String scope) {}
}
