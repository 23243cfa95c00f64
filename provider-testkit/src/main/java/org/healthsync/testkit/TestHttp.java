package org.healthsync.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderRequest.Parameter;
import org.healthsync.spi.http.ProviderResponse;
import org.jspecify.annotations.Nullable;

/**
 * Sends a plugin's requests to the stub server instead of the provider: real HTTP, one renewal of a
 * refused token, verdicts by the plugin. No budgets and no repetition of what failed.
 */
final class TestHttp implements ProviderHttp {

  static final String ACCESS_TOKEN = "canary-access-token-51d0";
  static final String RENEWED_TOKEN = "canary-access-token-renewed-c8e4";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ProviderDescriptor descriptor;
  private final Provider provider;
  private final JsonReader json;
  private final URI stub;
  private String token = ACCESS_TOKEN;

  TestHttp(ProviderDescriptor descriptor, Provider provider, JsonReader json, URI stub) {
    this.descriptor = descriptor;
    this.provider = provider;
    this.json = json;
    this.stub = stub;
  }

  @Override
  public ProviderResponse send(ProviderRequest request) throws ProviderException {
    ProviderResponse response = exchange(request);
    Verdict verdict = provider.classify(request, response);
    if (verdict.kind() == Verdict.Kind.UNAUTHORIZED && !token.equals(RENEWED_TOKEN)) {
      token = RENEWED_TOKEN;
      response = exchange(request);
      verdict = provider.classify(request, response);
    }
    if (verdict.kind() == Verdict.Kind.OK) {
      return response;
    }
    throw failure(verdict);
  }

  @Override
  public ClientSigner client() {
    return new TestClient();
  }

  private ProviderResponse exchange(ProviderRequest request) throws ProviderException {
    HttpRequest.Builder http = HttpRequest.newBuilder(uri(request)).timeout(Duration.ofSeconds(20));
    request.headers().forEach(http::setHeader);
    authorization(request).ifPresent(value -> http.setHeader("Authorization", value));
    http.method(request.method().name(), body(request, http));
    HttpResponse<byte[]> response = send(http.build());
    if (response.headers().firstValue(StubServer.EXHAUSTED).isPresent()) {
      throw new AssertionError(
          "the plugin asked once more than the test prepared answers for: " + request);
    }
    return new TestResponse(response, json);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws ProviderException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(new InterruptedIOException());
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private URI uri(ProviderRequest request) {
    URI endpoint = descriptor.authorization().defaultRegion().endpoints().get(request.endpoint());
    if (endpoint == null) {
      throw new AssertionError(
          "endpoint " + request.endpoint() + " is not declared in the descriptor's region");
    }
    String path = request.path();
    if (path.startsWith("https:") || path.startsWith("http:")) {
      if (!path.startsWith(endpoint.toString())) {
        throw new AssertionError("the plugin left the endpoint " + request.endpoint());
      }
      path = path.substring(endpoint.toString().length());
    }
    String query = request.query().isEmpty() ? "" : "?" + encoded(request.query());
    return URI.create(stub + endpoint.getRawPath() + path + query);
  }

  private Optional<String> authorization(ProviderRequest request) {
    return switch (request.authentication()) {
      case BEARER -> Optional.of("Bearer " + token);
      case CLIENT_BASIC -> Optional.of("Basic " + basic());
      case NONE -> Optional.empty();
    };
  }

  private static String basic() {
    byte[] credentials = (TestClient.ID + ":" + TestClient.SECRET).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(credentials);
  }

  private static BodyPublisher body(ProviderRequest request, HttpRequest.Builder http) {
    @Nullable String text = request.json();
    if (text != null) {
      http.setHeader("Content-Type", "application/json");
      return BodyPublishers.ofString(text);
    }
    if (request.form().isEmpty()) {
      return BodyPublishers.noBody();
    }
    http.setHeader("Content-Type", "application/x-www-form-urlencoded");
    return BodyPublishers.ofString(encoded(request.form()));
  }

  private static String encoded(List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private ProviderException failure(Verdict verdict) {
    StandardError error =
        switch (verdict.kind()) {
          case OK -> throw new IllegalArgumentException("OK is no failure");
          case THROTTLED -> StandardError.THROTTLED;
          case UNAUTHORIZED -> StandardError.UNAUTHORIZED;
          case CONSENT_LOST -> StandardError.CONSENT_LOST;
          case FORBIDDEN -> StandardError.FORBIDDEN;
          case TRANSIENT -> StandardError.PROVIDER_UNAVAILABLE;
          case PERMANENT -> StandardError.REQUEST_REFUSED;
          case BAD_PAYLOAD -> StandardError.BAD_PAYLOAD;
          case GONE -> StandardError.API_GONE;
        };
    Duration wait = error == StandardError.THROTTLED ? patience(verdict) : verdict.retryAfter();
    return new ProviderException(error, verdict.detail(), wait, null);
  }

  /** What the provider told, else the patience of the budget at fault. */
  private @Nullable Duration patience(Verdict verdict) {
    return Optional.ofNullable(verdict.retryAfter())
        .or(
            () ->
                descriptor.budgets().stream()
                    .filter(
                        budget ->
                            verdict.budget() == null || budget.name().equals(verdict.budget()))
                    .map(budget -> budget.patience())
                    .max(Duration::compareTo))
        .orElse(null);
  }

  private static ProviderException unavailable(IOException cause) {
    return new ProviderException(StandardError.PROVIDER_UNAVAILABLE, "no answer", cause);
  }
}
