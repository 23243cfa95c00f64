package org.healthsync.connect.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthsync.platform.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave.
 *
 * @param access the access token
 * @param refreshToken the refresh token; null when the provider gives none
 * @param expiresAt end of the access token
 * @param scopes what it is good for
 */
public record Tokens(
    Secret access, @Nullable Secret refreshToken, Instant expiresAt, Set<String> scopes) {

  /** Copies the scopes. */
  public Tokens {
    scopes = Set.copyOf(scopes);
  }

  /** The refresh token, if there is one. */
  public Optional<Secret> refresh() {
    return Optional.ofNullable(refreshToken);
  }

  /** These tokens, with the refresh token of {@code earlier} when there is no new one. */
  public Tokens keeping(Tokens earlier) {
    return refreshToken == null
        ? new Tokens(access, earlier.refreshToken, expiresAt, scopes)
        : this;
  }
}
