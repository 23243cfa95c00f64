package org.healthsync.connect.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.healthsync.connect.AccountConnection;
import org.healthsync.connect.Activation;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.ConnectionStatus;
import org.healthsync.connect.Connections;
import org.healthsync.connect.token.TokenRows;
import org.healthsync.connect.token.Tokens;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Grant;
import org.jspecify.annotations.Nullable;

/**
 * Ends authorizations: the browser comes back with a code, or with an error. Whatever happens after
 * the state was recognised leads the browser to the app's return URL, with {@code connection},
 * {@code status} and, when it did not succeed, {@code error}: what the provider said ({@code
 * access_denied} ...), {@code temporarily_unavailable} also when its limits are used up for longer
 * than a person waits, {@code exchange_failed}, {@code required_scope_missing}, {@code
 * account_in_use}, {@code account_mismatch} or {@code connection_gone}.
 */
public final class Callback {

  private static final System.Logger LOG = System.getLogger(Callback.class.getName());

  private static final String LATER = "temporarily_unavailable";

  private static final Set<String> KNOWN_ERRORS =
      Set.of("access_denied", "invalid_scope", "server_error", LATER);

  private final PendingAuthorizations pending;
  private final Connections connections;
  private final ProviderCatalog catalog;
  private final TokenRequests requests;
  private final ProviderAccounts accounts;
  private final TokenRows tokenRows;
  private final UnusedGrants unused;
  private final ConnectionListener listener;
  private final URI callback;
  private final Patience patience;

  /**
   * Puts the parts together.
   *
   * @param callback the address that providers redirect to
   * @param patience with the provider's limits, for the code and for the name of the account
   */
  public Callback(
      PendingAuthorizations pending,
      Connections connections,
      ProviderCatalog catalog,
      TokenRequests requests,
      ProviderAccounts accounts,
      TokenRows tokenRows,
      UnusedGrants unused,
      ConnectionListener listener,
      URI callback,
      Patience patience) {
    this.pending = pending;
    this.connections = connections;
    this.catalog = catalog;
    this.requests = requests;
    this.accounts = accounts;
    this.tokenRows = tokenRows;
    this.unused = unused;
    this.listener = listener;
    this.callback = callback;
    this.patience = patience;
  }

  /**
   * Query of the redirect, RFC 6749 sections 4.1.2 and 4.1.2.1; each null when it was not there.
   *
   * @param scope granted scopes, where a provider says so here
   */
  public record Redirect(
      @Nullable String state,
      @Nullable String code,
      @Nullable String error,
      @Nullable String scope) {

    @Override
    public String toString() {
      return "Redirect[****]";
    }
  }

  /**
   * Takes the redirect in. Does not wait for the provider's limits, but what it gives may.
   *
   * @return where to send the browser
   * @throws ProblemException {@code invalid-state} when the state is unknown, used or too old;
   *     {@code unavailable} when that cannot be told
   */
  public CompletionStage<URI> complete(Redirect redirect) {
    PendingAuthorization authorization =
        Optional.ofNullable(redirect.state()).flatMap(pending::take).orElseThrow(Callback::invalid);
    AccountConnection connection =
        connections
            .find(
                new TenantId(authorization.tenant()), new ConnectionId(authorization.connection()))
            .orElseThrow(Callback::invalid);
    if (connection.status() == ConnectionStatus.REVOKED) {
      // the code is left unused: there is nobody for whom a grant could be
      return CompletableFuture.completedStage(failed(connection, "connection_gone"));
    }
    String code = redirect.code();
    if (redirect.error() != null || code == null) {
      return CompletableFuture.completedStage(failed(connection, known(redirect.error())));
    }
    return patience
        .with(
            () ->
                requests.exchange(
                    connection.provider(),
                    authorization.region(),
                    code,
                    callback.toString(),
                    authorization.verifier()))
        .thenCompose(answer -> authorized(connection, authorization, redirect, answer))
        .exceptionally(failure -> failed(connection, failure));
  }

  private URI failed(AccountConnection connection, Throwable failure) {
    if (failure instanceof CompletionException e && e.getCause() instanceof ProviderException why) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "connection %s: authorization failed with %s".formatted(connection.id(), why.code()));
      return failed(connection, why.code() == StandardError.THROTTLED ? LATER : "exchange_failed");
    }
    throw failure instanceof CompletionException e ? e : new CompletionException(failure);
  }

  private CompletionStage<URI> authorized(
      AccountConnection connection,
      PendingAuthorization authorization,
      Redirect redirect,
      TokenAnswer answer) {
    Set<String> granted = granted(answer, authorization, redirect);
    Tokens tokens = withScopes(answer.tokens(), granted);
    if (!granted.containsAll(required(connection))) {
      unused.giveBack(connection, named(answer, authorization.region()), tokens);
      return CompletableFuture.completedStage(failed(connection, "required_scope_missing"));
    }
    Grant grant =
        new Grant(authorization.region(), answer.accountId(), granted, connection.id().toString());
    return identified(connection, grant, answer, tokens)
        .thenApply(account -> activated(connection, account, tokens));
  }

  /** Who it is by the token answer alone, where providers say so. */
  private static Optional<Account> named(TokenAnswer answer, String region) {
    return Optional.ofNullable(answer.accountId())
        .map(id -> new Account(id, region, null, Set.of()));
  }

  private CompletionStage<Account> identified(
      AccountConnection connection, Grant grant, TokenAnswer answer, Tokens tokens) {
    return patience
        .with(() -> accounts.identify(connection.provider(), grant, tokens.access()))
        .whenComplete(
            (account, failure) -> {
              if (failure != null) {
                unused.giveBack(connection, named(answer, grant.region()), tokens);
              }
            });
  }

  private URI activated(AccountConnection connection, Account account, Tokens tokens) {
    Activation activation = activation(connection, account, tokens);
    activation.connection().ifPresent(listener::activated);
    if (activation.connection().isEmpty()) {
      unused.giveBack(connection, Optional.of(account), tokens);
    }
    return switch (activation.outcome()) {
      case ACTIVATED ->
          Addresses.with(
              connection.returnUrl(),
              result(activation.connection().orElseThrow(), ConnectionStatus.ACTIVE));
      case GONE -> failed(connection, "connection_gone");
      case OTHER_ACCOUNT -> failed(connection, "account_mismatch");
      case ACCOUNT_IN_USE -> failed(connection, "account_in_use");
    };
  }

  private Activation activation(AccountConnection connection, Account account, Tokens tokens) {
    try {
      return connections.activate(
          connection.id(),
          account,
          tokens.scopes(),
          (database, id) -> tokenRows.store(database, id, tokens));
    } catch (RuntimeException e) {
      unused.giveBack(connection, Optional.of(account), tokens);
      throw e;
    }
  }

  private static Set<String> granted(
      TokenAnswer answer, PendingAuthorization authorization, Redirect redirect) {
    String scope = redirect.scope();
    return answer
        .scopes()
        .or(() -> scope == null ? Optional.empty() : Optional.of(TokenAnswerReader.scopes(scope)))
        // RFC 6749 section 5.1: no scope in the answer means as requested
        .orElse(Set.copyOf(authorization.scopes()));
  }

  private Set<String> required(AccountConnection connection) {
    return catalog.descriptor(connection.provider()).stream()
        .flatMap(descriptor -> descriptor.authorization().scopes().stream())
        .filter(Authorization.Scope::required)
        .map(Authorization.Scope::name)
        .collect(Collectors.toSet());
  }

  private static Tokens withScopes(Tokens tokens, Set<String> scopes) {
    return new Tokens(tokens.access(), tokens.refreshToken(), tokens.expiresAt(), scopes);
  }

  private URI failed(AccountConnection connection, String error) {
    connections.note(connection, "connect", "authorization-failed", error);
    Map<String, String> query = result(connection.id(), connection.status());
    query.put("error", error);
    return Addresses.with(connection.returnUrl(), query);
  }

  private static Map<String, String> result(ConnectionId id, ConnectionStatus status) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("connection", id.toString());
    query.put("status", status.name());
    return query;
  }

  /** The provider's error, when it is one of the standard's; anything may stand in a URL. */
  private static String known(@Nullable String error) {
    return error != null && KNOWN_ERRORS.contains(error) ? error : "authorization_failed";
  }

  private static ProblemException invalid() {
    return new ProblemException(
        ProblemCode.INVALID_STATE, "Begin again from the app; a link can be used once");
  }
}
