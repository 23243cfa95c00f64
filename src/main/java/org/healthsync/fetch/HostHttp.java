package org.healthsync.fetch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.healthsync.platform.Lane;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.HostFailure;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;

/**
 * Sends a plugin's requests as one account. Safe for many threads. A token that the provider
 * refuses is renewed once and the same request repeated; everything else is the caller's to repeat.
 * What fails on the service's side, such as the database with its tokens, is a {@link HostFailure}.
 */
public final class HostHttp implements ProviderHttp {

  private final ActivePlugin plugin;
  private final Line line;
  private final TokenSource tokens;
  private final Outbound outbound;
  private final JsonReader json;
  private final AnswerJudge judge;
  private final ClassLoader host = Thread.currentThread().getContextClassLoader();

  /**
   * Who is speaking, and how urgent it is.
   *
   * @param region id of the account's region
   * @param tenant who wants it; empty where nobody in particular does
   * @param account name of the account, an {@link AccountName} as soon as the account is known
   * @param connection our own id of the connection
   * @param lane urgency
   */
  public record Line(String region, String tenant, String account, String connection, Lane lane) {}

  /**
   * For one account at the provider of {@code plugin}. Make it on a thread of the service: what it
   * does for the plugin later runs with this thread's context class loader.
   */
  public HostHttp(
      ActivePlugin plugin, Line line, TokenSource tokens, Outbound outbound, JsonReader json) {
    this.plugin = plugin;
    this.line = line;
    this.tokens = tokens;
    this.outbound = outbound;
    this.json = json;
    this.judge = new AnswerJudge(plugin, payer(), outbound);
  }

  @Override
  public ProviderResponse send(ProviderRequest request) throws ProviderException {
    // a plugin's thread has the plugin's loader, with which the server finds nothing of its own
    Thread thread = Thread.currentThread();
    ClassLoader plugins = thread.getContextClassLoader();
    thread.setContextClassLoader(host);
    try {
      return sendAsHost(request);
    } finally {
      thread.setContextClassLoader(plugins);
    }
  }

  private ProviderResponse sendAsHost(ProviderRequest request) throws ProviderException {
    if (!needsToken(request)) {
      return judge.accept(request, exchange(request, Optional.empty()));
    }
    AccessToken token = ours(tokens::current);
    AnswerJudge.Judged first = exchange(request, Optional.of(token));
    if (first.verdict().kind() != Verdict.Kind.UNAUTHORIZED) {
      return judge.accept(request, first);
    }
    return judge.accept(request, exchange(request, Optional.of(ours(() -> tokens.renew(token)))));
  }

  /** What fails here is never the plugin's fault, on whose thread it happens. */
  private static <T> T ours(OwnStep<T> step) throws ProviderException {
    try {
      return step.run();
    } catch (RuntimeException e) {
      throw new HostFailure(e);
    }
  }

  /** Something that the service does without the plugin. */
  @FunctionalInterface
  private interface OwnStep<T> {
    T run() throws ProviderException;
  }

  private static boolean needsToken(ProviderRequest request) {
    return request.authentication() == ProviderRequest.Authentication.BEARER
        || request.secrets().stream()
            .anyMatch(wanted -> wanted.secret() == ProviderRequest.Secret.ACCESS_TOKEN);
  }

  @Override
  public ClientSigner client() {
    return new SecretSigner(plugin.settings().client());
  }

  private AnswerJudge.Judged exchange(ProviderRequest request, Optional<AccessToken> token)
      throws ProviderException {
    long begun = outbound.clock().millis();
    ProviderRequest filled =
        RequestSecrets.fill(request, plugin.settings().client(), token.map(AccessToken::value));
    Outbound.Departure departure = departure(filled, authorization(request, token));
    HttpAnswer answer = ours(() -> outbound.send(departure));
    return judge.judge(request, new ReceivedResponse(answer, json), begun);
  }

  private Outbound.Departure departure(ProviderRequest request, Optional<String> authorization)
      throws ProviderException {
    try {
      List<Charge> charges = Charge.of(plugin.descriptor().budgets(), request);
      HttpRequest http = complete(outbound.request(address(request)), request, authorization);
      return new Outbound.Departure(payer(), line.lane(), charges, request.operation(), http);
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          StandardError.PLUGIN_DEFECT, request + " cannot be sent: " + e.getMessage());
    }
  }

  private static HttpRequest complete(
      HttpRequest.Builder http, ProviderRequest request, Optional<String> authorization) {
    try {
      request.headers().forEach(http::setHeader);
      authorization.ifPresent(value -> http.setHeader("Authorization", value));
      body(http, request);
      return http.build();
    } catch (IllegalArgumentException e) {
      // the JDK's message quotes the header's value, so it goes no further
      throw new IllegalArgumentException("a header is not allowed or malformed", null);
    }
  }

  private URI address(ProviderRequest request) {
    URI endpoint =
        plugin
            .endpoint(line.region(), request.endpoint())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "region " + line.region() + " declares no endpoint " + request.endpoint()));
    return EndpointAddress.of(endpoint, request);
  }

  private static void body(HttpRequest.Builder http, ProviderRequest request) {
    String content = request.json();
    if (content != null) {
      http.setHeader("Content-Type", "application/json");
    } else if (!request.form().isEmpty()) {
      http.setHeader("Content-Type", "application/x-www-form-urlencoded");
      content = EndpointAddress.encode(request.form());
    }
    http.method(
        request.method().name(),
        content == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(content));
  }

  private Optional<String> authorization(ProviderRequest request, Optional<AccessToken> token) {
    return switch (request.authentication()) {
      case BEARER -> token.map(value -> "Bearer " + value.value().reveal());
      case CLIENT_BASIC -> Optional.of(BasicAuthorization.of(plugin.settings().client()));
      case NONE -> Optional.empty();
    };
  }

  private Payer payer() {
    return new Payer(
        plugin.id(),
        plugin.settings().client().id(),
        line.tenant(),
        line.account(),
        line.connection());
  }
}
