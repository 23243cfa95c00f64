package org.healthsync.connect.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Secret;

/**
 * Tokens as they are stored: JSON with a format number, sealed for the connection they belong to. A
 * row that was changed, or copied to another connection, does not open.
 */
public final class TokenVault {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sealer sealer;

  /** Seals with {@code sealer}. */
  public TokenVault(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Seals {@code tokens} for {@code connection}. */
  public byte[] seal(ConnectionId connection, Tokens tokens) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("access", tokens.access().reveal());
    tokens.refresh().ifPresent(refresh -> json.put("refresh", refresh.reveal()));
    json.put("expiresAt", tokens.expiresAt().toString());
    var scopes = json.putArray("scopes");
    new TreeSet<>(tokens.scopes()).forEach(scopes::add);
    try {
      return sealer.seal(JSON.writeValueAsBytes(json), place(connection));
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree was not written", e);
    }
  }

  /**
   * Opens what was sealed for the same connection.
   *
   * @throws Sealer.BrokenSealException when it was changed or belongs to another connection
   */
  public Tokens open(ConnectionId connection, byte[] sealed) {
    JsonNode json = read(sealer.open(sealed, place(connection)));
    if (json.path("format").asInt() != FORMAT) {
      throw new IllegalStateException("stored tokens have a format that this build does not know");
    }
    Set<String> scopes = new HashSet<>();
    json.path("scopes").forEach(scope -> scopes.add(scope.asText()));
    return new Tokens(
        Secret.of(json.path("access").asText()),
        json.has("refresh") ? Secret.of(json.path("refresh").asText()) : null,
        Instant.parse(json.path("expiresAt").asText()),
        scopes);
  }

  private static JsonNode read(byte[] plain) {
    try {
      return JSON.readTree(plain);
    } catch (IOException e) {
      // without the cause, which may quote a token
      throw new IllegalStateException("stored tokens are not JSON");
    }
  }

  private static String place(ConnectionId connection) {
    return "connection-token:" + connection;
  }
}
