package org.healthsync.connect.leave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.token.AccessToken;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;
import org.healthsync.spi.auth.Account;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to take leave of a provider. Its text form shows nothing.
 *
 * @param provider of which
 * @param account who it was
 * @param lastToken the last access token, or null when there was none that works
 */
record Farewell(ProviderId provider, Account account, @Nullable AccessToken lastToken) {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  static Farewell of(AccountConnection connection, Optional<AccessToken> token) {
    String zone = connection.accountZone();
    Account account =
        new Account(
            connection.accountId().orElseThrow(),
            connection.region(),
            zone == null ? null : ZoneId.of(zone),
            Set.of());
    return new Farewell(connection.provider(), account, token.orElse(null));
  }

  /** The token, while the provider takes it. */
  Optional<AccessToken> token(Instant now) {
    return Optional.ofNullable(lastToken).filter(token -> now.isBefore(token.expiresAt()));
  }

  byte[] write() {
    ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
    json.put("provider", provider.value());
    json.put("account", account.id()).put("region", account.region());
    ZoneId zone = account.zone();
    json.put("zone", zone == null ? null : zone.getId());
    if (lastToken != null) {
      json.put("token", lastToken.value().reveal());
      json.put("expiresAt", lastToken.expiresAt().toString());
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree was not written", e);
    }
  }

  static Farewell read(byte[] text) {
    JsonNode json = parse(text);
    if (json.path("format").asInt() != FORMAT) {
      throw new IllegalStateException("a farewell has a format that this build does not know");
    }
    ZoneId zone = json.hasNonNull("zone") ? ZoneId.of(json.path("zone").asText()) : null;
    AccessToken token =
        json.has("token")
            ? new AccessToken(
                Secret.of(json.path("token").asText()),
                Instant.parse(json.path("expiresAt").asText()),
                0)
            : null;
    return new Farewell(
        new ProviderId(json.path("provider").asText()),
        new Account(json.path("account").asText(), json.path("region").asText(), zone, Set.of()),
        token);
  }

  private static JsonNode parse(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      // without the cause, which may quote a token
      throw new IllegalStateException("a farewell is not JSON");
    }
  }

  @Override
  public String toString() {
    return "Farewell[" + provider + "]";
  }
}
