package org.healthsync.connect.oauth;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.connect.token.Tokens;
import org.healthsync.platform.Secret;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.stream.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of token endpoints (RFC 6749 sections 5.1 and 5.2, moved about as the provider's
 * {@link TokenEndpoint} says). No part of an answer gets into an exception.
 */
final class TokenAnswerReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  // RFC 6749: expires_in is only recommended; such tokens live until they are refused
  private static final Duration UNTIL_REFUSED = Duration.ofDays(3650);
  private static final int UNAUTHORIZED = 401;
  private static final int FIRST_FAILURE = 300;

  private final Clock clock;

  TokenAnswerReader(Clock clock) {
    this.clock = clock;
  }

  TokenAnswer read(OAuthTransport.Answer answer, TokenEndpoint endpoint) throws ProviderException {
    JsonNode root = parse(answer.body());
    JsonNode fields = root.at(JsonPointer.compile(endpoint.fieldsAt()));
    String access = fields.path("access_token").asText("");
    if (access.isEmpty()) {
      throw failure(answer, root);
    }
    if (answer.status() >= FIRST_FAILURE) {
      // with a token inside it is not shown to the plugin
      throw new ProviderException(
          StandardError.BAD_PAYLOAD, "the token endpoint answers http " + answer.status());
    }
    String refresh = fields.path("refresh_token").asText("");
    Tokens tokens =
        new Tokens(
            Secret.of(access),
            refresh.isEmpty() ? null : Secret.of(refresh),
            expiry(fields.path("expires_in")),
            scopes(fields.path("scope").asText("")));
    return new TokenAnswer(tokens, account(fields, endpoint));
  }

  private static JsonNode parse(Payload body) {
    try {
      JsonNode root = JSON.readTree(body.toByteArray());
      return root == null ? MissingNode.getInstance() : root;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private Instant expiry(JsonNode seconds) {
    long value = seconds.asLong(0);
    return clock.instant().plus(value > 0 ? Duration.ofSeconds(value) : UNTIL_REFUSED);
  }

  /** Scopes hold neither blanks nor commas, so both separators are understood everywhere. */
  static Set<String> scopes(String text) {
    return Arrays.stream(text.split("[ ,]", -1))
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  @SuppressWarnings("NullAway") // null is this record component's "not told"
  private static String account(JsonNode fields, TokenEndpoint endpoint) {
    String pointer = endpoint.accountAt();
    String account = pointer == null ? "" : fields.at(JsonPointer.compile(pointer)).asText("");
    return account.isEmpty() ? null : account;
  }

  private static ProviderException failure(OAuthTransport.Answer answer, JsonNode root)
      throws ProviderException {
    StandardError named = byError(root.path("error").asText(""));
    Verdict verdict = verdict(answer, named);
    return new ProviderException(
        named == null ? byVerdict(answer.status(), verdict) : named,
        "the token endpoint refused, http " + answer.status(),
        verdict.retryAfter(),
        null);
  }

  /** A plugin that fails does not hide what the standard's error says. */
  private static Verdict verdict(OAuthTransport.Answer answer, @Nullable StandardError named)
      throws ProviderException {
    try {
      return answer.judgement().verdict();
    } catch (ProviderException e) {
      if (named == null) {
        throw e;
      }
      return Verdict.ok();
    }
  }

  private static @Nullable StandardError byError(String error) {
    return switch (error) {
      case "invalid_grant" -> StandardError.CONSENT_LOST;
      case "invalid_client", "unauthorized_client" -> StandardError.CLIENT_REFUSED;
      case "temporarily_unavailable", "server_error" -> StandardError.PROVIDER_UNAVAILABLE;
      case "slow_down" -> StandardError.THROTTLED;
      case "invalid_request", "unsupported_grant_type", "invalid_scope" ->
          StandardError.REQUEST_REFUSED;
      default -> null;
    };
  }

  private static StandardError byVerdict(int status, Verdict verdict) {
    return switch (verdict.kind()) {
      case CONSENT_LOST -> StandardError.CONSENT_LOST;
      // RFC 6749 section 5.2: a plain 401 refuses the client, which must not cost every person's
      // consent; inside a 200 (Withings) it is about the grant
      case UNAUTHORIZED ->
          status == UNAUTHORIZED ? StandardError.CLIENT_REFUSED : StandardError.CONSENT_LOST;
      case THROTTLED -> StandardError.THROTTLED;
      case TRANSIENT -> StandardError.PROVIDER_UNAVAILABLE;
      case FORBIDDEN, PERMANENT -> StandardError.REQUEST_REFUSED;
      case GONE -> StandardError.API_GONE;
      case BAD_PAYLOAD, OK -> StandardError.BAD_PAYLOAD;
    };
  }
}
