package org.healthsync.connect;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A user's connection to an account at a provider, as stored; without its tokens.
 *
 * @param id ours
 * @param tenant to whom it belongs
 * @param user whose it is
 * @param provider where the account is
 * @param region region of the provider in which the account lives
 * @param status where it is in its life
 * @param account the provider's id of the person, null until authorized; personal data
 * @param accountZone IANA zone by the provider's profile, null when it tells none
 * @param grantedScopes what the person granted last
 * @param returnUrl where the person's browser goes after consent
 * @param createdAt when it was begun
 * @param updatedAt when it last changed
 * @param activatedAt when the person consented last, null when never or when it was not kept yet
 */
public record AccountConnection(
    ConnectionId id,
    TenantId tenant,
    UserId user,
    ProviderId provider,
    String region,
    ConnectionStatus status,
    @Nullable String account,
    @Nullable String accountZone,
    Set<String> grantedScopes,
    URI returnUrl,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant activatedAt) {

  /** Copies the scopes. */
  public AccountConnection {
    grantedScopes = Set.copyOf(grantedScopes);
  }

  /** The provider's id of the person, once known. */
  public Optional<String> accountId() {
    return Optional.ofNullable(account);
  }

  @Override
  public String toString() {
    return "AccountConnection[id=" + id + ", provider=" + provider + ", status=" + status + "]";
  }
}
