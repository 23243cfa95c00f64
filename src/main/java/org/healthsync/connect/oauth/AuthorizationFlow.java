package org.healthsync.connect.oauth;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.Users;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.jspecify.annotations.Nullable;

/** Begins authorizations: the way from an app's wish to the provider's consent page. */
public final class AuthorizationFlow {

  private final Users users;
  private final Connections connections;
  private final ReturnUrls returnUrls;
  private final AuthorizationRequests requests;
  private final Clock clock;

  /** Puts the parts together. */
  public AuthorizationFlow(
      Users users,
      Connections connections,
      ReturnUrls returnUrls,
      AuthorizationRequests requests,
      Clock clock) {
    this.users = users;
    this.connections = connections;
    this.returnUrls = returnUrls;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * What an app asks for.
   *
   * @param region id of the provider's region; null for its default
   * @param returnUrl where the browser goes afterwards
   */
  public record Wish(
      TenantId tenant,
      UserId user,
      ProviderId provider,
      @Nullable String region,
      URI returnUrl,
      String actor) {}

  /**
   * An authorization that waits for the person.
   *
   * @param url to be opened in the person's browser; good for one use
   */
  public record Begun(ConnectionId id, ConnectionStatus status, URI url) {}

  /**
   * Begins a new connection.
   *
   * @throws ProblemException {@code not-found} for the user, {@code unknown-provider}, {@code
   *     unregistered-return-url}, {@code invalid-field} for the region, {@code unavailable}
   */
  public Begun begin(Wish wish) {
    users.require(wish.tenant(), wish.user());
    returnUrls.require(wish.tenant(), wish.returnUrl());
    ConnectionId id = ConnectionId.random();
    String region = requests.region(wish.provider(), Optional.ofNullable(wish.region()));
    // the state first: without Redis there is no row that nobody can ever complete
    URI url = requests.url(wish.tenant(), id, wish.provider(), region);
    connections.add(pending(id, wish, region), wish.actor());
    return new Begun(id, ConnectionStatus.PENDING, url);
  }

  /**
   * Authorizes an existing connection again: one that lost its grant, lacks scopes, or was never
   * completed. It keeps its status until the person has consented.
   *
   * @throws ProblemException {@code not-found}; {@code conflict} when it is revoked; as {@link
   *     #begin} otherwise
   */
  public Begun again(TenantId tenant, UserId user, ConnectionId id) {
    AccountConnection connection = connections.require(tenant, id);
    if (!connection.user().equals(user)) {
      throw new ProblemException(ProblemCode.NOT_FOUND, "The user has no such connection");
    }
    if (connection.status() == ConnectionStatus.REVOKED) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "The connection is revoked; begin a new one");
    }
    returnUrls.require(tenant, connection.returnUrl());
    URI url = requests.url(tenant, id, connection.provider(), connection.region());
    return new Begun(id, connection.status(), url);
  }

  private AccountConnection pending(ConnectionId id, Wish wish, String region) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new AccountConnection(
        id,
        wish.tenant(),
        wish.user(),
        wish.provider(),
        region,
        ConnectionStatus.PENDING,
        null,
        null,
        Set.of(),
        wish.returnUrl(),
        now,
        now,
        null);
  }
}
