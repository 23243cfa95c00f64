package org.healthsync.spi.auth;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A successful authorization, without its secrets.
 *
 * @param region id of the region
 * @param tokenAccount account id from the token answer, or null when it names none
 * @param scopes what the person granted, which may be less than what was asked for
 * @param memberId our stable, meaningless name of the person for providers that want one (Polar's
 *     {@code member-id})
 */
public record Grant(
    String region, @Nullable String tokenAccount, Set<String> scopes, String memberId) {

  /** Copies the scopes. */
  public Grant {
    scopes = Set.copyOf(scopes);
  }

  /** The account id from the token answer, when there was one. */
  public Optional<String> accountId() {
    return Optional.ofNullable(tokenAccount);
  }

  /** Region and scopes; the ids are personal and stay out. */
  @Override
  public String toString() {
    return "Grant[region=" + region + ", scopes=" + scopes + "]";
  }
}
