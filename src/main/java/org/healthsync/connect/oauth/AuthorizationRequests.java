package org.healthsync.connect.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Region;
import org.jspecify.annotations.Nullable;

/** Builds authorization requests (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
public final class AuthorizationRequests {

  private final ProviderCatalog catalog;
  private final ClientRegistrations clients;
  private final PendingAuthorizations pending;
  private final URI callback;

  /**
   * Builds requests that lead back to {@code callback}.
   *
   * @param callback public address of our callback, as registered at the providers
   */
  public AuthorizationRequests(
      ProviderCatalog catalog,
      ClientRegistrations clients,
      PendingAuthorizations pending,
      URI callback) {
    this.catalog = catalog;
    this.clients = clients;
    this.pending = pending;
    this.callback = callback;
  }

  /**
   * The id of the wanted region, or of the default one.
   *
   * @throws ProblemException {@code unknown-provider}, or {@code invalid-field} when the provider
   *     has no such region
   */
  String region(ProviderId provider, Optional<String> wanted) {
    Authorization authorization = descriptor(provider).authorization();
    return wanted
        .map(id -> authorization.region(id).orElseThrow(() -> noSuchRegion(authorization)))
        .orElse(authorization.defaultRegion())
        .id();
  }

  private static ProblemException noSuchRegion(Authorization authorization) {
    List<String> known = authorization.regions().stream().map(Region::id).toList();
    return new ProblemException(
        ProblemCode.INVALID_FIELD, "The value must be one of " + known, "region");
  }

  /** The address of the consent page for one authorization; its state is kept from now on. */
  URI url(TenantId tenant, ConnectionId connection, ProviderId provider, String region) {
    ProviderDescriptor descriptor = descriptor(provider);
    Authorization authorization = descriptor.authorization();
    String clientId = clientId(provider);
    List<String> scopes = scopes(descriptor);
    String verifier =
        authorization.pkce() == Authorization.Pkce.NONE ? null : RandomText.of256Bits();
    String state =
        pending.keep(
            new PendingAuthorization(
                PendingAuthorization.FORMAT,
                tenant.value(),
                connection.value(),
                region,
                verifier,
                scopes));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", clientId);
    query.put("redirect_uri", callback.toString());
    query.put("scope", String.join(authorization.scopeSeparator(), scopes));
    query.put("state", state);
    query.putAll(challenge(verifier));
    query.putAll(new TreeMap<>(authorization.authorizeParameters()));
    return Addresses.with(catalog.endpoint(provider, region, Region.AUTHORIZE), query);
  }

  private static Map<String, String> challenge(@Nullable String verifier) {
    return verifier == null
        ? Map.of()
        : new TreeMap<>(
            Map.of("code_challenge", RandomText.sha256(verifier), "code_challenge_method", "S256"));
  }

  /**
   * What the streams need and what the connection is of no use without, as the plugin orders it.
   */
  private static List<String> scopes(ProviderDescriptor descriptor) {
    Set<String> wanted =
        Stream.concat(
                descriptor.streams().stream().flatMap(stream -> stream.scopes().stream()),
                descriptor.authorization().scopes().stream()
                    .filter(Authorization.Scope::required)
                    .map(Authorization.Scope::name))
            .collect(Collectors.toSet());
    return descriptor.authorization().scopes().stream()
        .map(Authorization.Scope::name)
        .filter(wanted::contains)
        .toList();
  }

  private ProviderDescriptor descriptor(ProviderId provider) {
    return catalog
        .descriptor(provider)
        .orElseThrow(() -> unknown("See /api/v1/providers for what there is"));
  }

  private String clientId(ProviderId provider) {
    return clients
        .at(provider)
        .orElseThrow(() -> unknown("The operator has not registered this service at the provider"))
        .clientId();
  }

  private static ProblemException unknown(String detail) {
    return new ProblemException(ProblemCode.UNKNOWN_PROVIDER, detail, "provider");
  }
}
