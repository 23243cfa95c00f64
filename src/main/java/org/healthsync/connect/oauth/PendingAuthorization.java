package org.healthsync.connect.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What we must know when the browser comes back. Kept sealed.
 *
 * @param format of this JSON
 * @param tenant who began it
 * @param connection what is authorized
 * @param region the provider's region
 * @param verifier PKCE code verifier (RFC 7636), null without PKCE
 * @param scopes what was asked for
 */
record PendingAuthorization(
    @JsonProperty("format") int format,
    @JsonProperty("tenant") String tenant,
    @JsonProperty("connection") UUID connection,
    @JsonProperty("region") String region,
    @JsonProperty("verifier") @Nullable String verifier,
    @JsonProperty("scopes") List<String> scopes) {

  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  PendingAuthorization {
    scopes = List.copyOf(scopes);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new IllegalStateException("a record was not written", e);
    }
  }

  static PendingAuthorization fromJson(byte[] json) {
    try {
      return JSON.readValue(json, PendingAuthorization.class);
    } catch (IOException e) {
      // without the cause, which may quote the verifier
      throw new IllegalStateException("a kept authorization cannot be read");
    }
  }

  @Override
  public String toString() {
    return "PendingAuthorization[connection=" + connection + "]";
  }
}
