package org.healthsync.connect.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.healthsync.connect.token.TokenRefresh;
import org.healthsync.connect.token.Tokens;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Authorization.ClientAuthentication;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.http.ProviderRequest.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Requests to token endpoints: code for tokens (RFC 6749 section 4.1.3), refresh token for tokens
 * (section 6). Each sends exactly one request.
 */
public final class TokenRequests implements TokenRefresh {

  private final ProviderCatalog catalog;
  private final ClientRegistrations clients;
  private final OAuthTransport transport;
  private final TokenAnswerReader reader;

  /** Sends by {@code transport}; ends of tokens are reckoned by {@code clock}. */
  public TokenRequests(
      ProviderCatalog catalog, ClientRegistrations clients, OAuthTransport transport, Clock clock) {
    this.catalog = catalog;
    this.clients = clients;
    this.transport = transport;
    this.reader = new TokenAnswerReader(clock);
  }

  /** Exchanges an authorization code; do it at once, some live for 30 seconds only. */
  TokenAnswer exchange(
      ProviderId provider, String region, String code, String callback, @Nullable String verifier)
      throws ProviderException {
    List<Parameter> form = new ArrayList<>();
    form.add(new Parameter("grant_type", "authorization_code"));
    form.add(new Parameter("code", code));
    form.add(new Parameter("redirect_uri", callback));
    if (verifier != null) {
      form.add(new Parameter("code_verifier", verifier));
    }
    return send(provider, region, form);
  }

  @Override
  public Duration early(ProviderId provider) {
    // an unknown provider's tokens are refused in refresh, where there is somebody to tell
    return catalog
        .descriptor(provider)
        .map(descriptor -> descriptor.authorization().refresh().early())
        .orElse(Duration.ZERO);
  }

  @Override
  public Tokens refresh(ProviderId provider, String region, Tokens current)
      throws ProviderException {
    if (authorization(provider).refresh().kind() == Refresh.Kind.NONE) {
      throw lost("the provider has no refresh tokens");
    }
    Secret token = current.refresh().orElseThrow(() -> lost("the provider gave no refresh token"));
    TokenAnswer answer =
        send(
            provider,
            region,
            List.of(
                new Parameter("grant_type", "refresh_token"),
                new Parameter("refresh_token", token.reveal())));
    Tokens renewed = answer.tokens().keeping(current);
    return answer.scopes().isPresent()
        ? renewed
        : new Tokens(
            renewed.access(), renewed.refreshToken(), renewed.expiresAt(), current.scopes());
  }

  private static ProviderException lost(String why) {
    return new ProviderException(StandardError.CONSENT_LOST, why);
  }

  private TokenAnswer send(ProviderId provider, String region, List<Parameter> grant)
      throws ProviderException {
    Authorization authorization = authorization(provider);
    boolean basic = authorization.clientAuthentication() == ClientAuthentication.BASIC;
    List<Parameter> form = new ArrayList<>();
    new TreeMap<>(authorization.tokenAnswer().parameters())
        .forEach((name, value) -> form.add(new Parameter(name, value)));
    form.addAll(grant);
    if (!basic) {
      ClientRegistrations.Registration client = client(provider);
      form.add(new Parameter("client_id", client.clientId()));
      form.add(new Parameter("client_secret", client.secret().reveal()));
    }
    return reader.read(
        transport.postForm(provider, region, Region.TOKEN, form, basic),
        authorization.tokenAnswer());
  }

  private ClientRegistrations.Registration client(ProviderId provider) throws ProviderException {
    return clients
        .at(provider)
        .orElseThrow(
            () ->
                new ProviderException(
                    StandardError.CLIENT_REFUSED,
                    "healthsync.provider." + provider + ".client-id or its secret is not set"));
  }

  private Authorization authorization(ProviderId provider) throws ProviderException {
    return catalog
        .descriptor(provider)
        .orElseThrow(
            () ->
                new ProviderException(
                    StandardError.PLUGIN_DEFECT, "the plugin of " + provider + " is not active"))
        .authorization();
  }
}
