package org.healthsync.spi.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A provider's OAuth 2.0 authorization code grant (RFC 6749) and where it departs from the
 * standard.
 *
 * @param regions at least one; the first is the default. An account lives in one region
 * @param clientAuthentication how the client proves itself at the token endpoint
 * @param pkce whether RFC 7636 is offered or demanded
 * @param scopeSeparator a space by RFC 6749; Withings and Strava use a comma
 * @param scopes what may be asked for
 * @param authorizeParameters extra query parameters of the authorization request
 * @param tokenAnswer extra token request parameters and where the answer holds its fields
 * @param refresh how access tokens are renewed
 */
public record Authorization(
    List<Region> regions,
    ClientAuthentication clientAuthentication,
    Pkce pkce,
    String scopeSeparator,
    List<Scope> scopes,
    Map<String, String> authorizeParameters,
    TokenEndpoint tokenAnswer,
    Refresh refresh) {

  /** How the client proves itself at the token endpoint. */
  public enum ClientAuthentication {
    /** {@code client_id} and {@code client_secret} in the form body. */
    BODY,
    /** HTTP Basic. */
    BASIC
  }

  /** Proof key for code exchange, RFC 7636 with S256. */
  public enum Pkce {
    /** Not offered. */
    NONE,
    /** Offered, therefore used. */
    OFFERED,
    /** Demanded. */
    REQUIRED
  }

  /**
   * A scope.
   *
   * @param name as the provider writes it
   * @param description what it gives, for the consent page of the app
   * @param required whether the connection is of no use without it
   */
  public record Scope(String name, String description, boolean required) {}

  /** Copies the collections and demands a region. */
  public Authorization {
    regions = List.copyOf(regions);
    scopes = List.copyOf(scopes);
    authorizeParameters = Map.copyOf(authorizeParameters);
    if (regions.isEmpty()) {
      throw new IllegalArgumentException("an authorization needs at least one region");
    }
  }

  /** The region of that id, or empty. */
  public Optional<Region> region(String id) {
    return regions.stream().filter(region -> region.id().equals(id)).findFirst();
  }

  /** The region used when nobody chose one. */
  public Region defaultRegion() {
    return regions.get(0);
  }

  /** Names of all scopes. */
  public Set<String> scopeNames() {
    return Set.copyOf(scopes.stream().map(Scope::name).toList());
  }
}
