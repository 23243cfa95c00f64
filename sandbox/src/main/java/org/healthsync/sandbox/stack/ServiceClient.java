package org.healthsync.sandbox.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Calls the service's API as an app does. Blocks; safe for many threads. */
public final class ServiceClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String CONNECTION = "connection=";

  private final URI base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  ServiceClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param location the header of that name, or empty
   * @param contentType media type, or empty
   * @param text the body as text
   */
  public record Answer(int status, String location, String contentType, String text) {

    /** The body as JSON; a missing node when there is none. */
    public JsonNode json() {
      try {
        return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("the answer is not JSON", e);
      }
    }

    /** This answer, if it has the wanted status. */
    public Answer expect(int wanted) {
      if (status != wanted) {
        throw new IllegalStateException(
            "expected HTTP " + wanted + " but got " + status + ": " + text);
      }
      return this;
    }
  }

  /** Sends a request with the token. */
  public Answer call(String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(DEADLINE)
            .header("Accept", "application/json, application/problem+json, */*;q=0.1")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    return send(request.build());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Location").orElse(""),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the service", e);
    }
  }

  /** GET. */
  public Answer get(String path) {
    return call("GET", path, Map.of(), "");
  }

  /** PUT. */
  public Answer put(String path, String body) {
    return call("PUT", path, Map.of(), body);
  }

  /** POST. */
  public Answer post(String path, String body) {
    return call("POST", path, Map.of(), body);
  }

  /** DELETE. */
  public Answer delete(String path) {
    return call("DELETE", path, Map.of(), "");
  }

  /** The same client without a token. */
  public ServiceClient anonymous() {
    return new ServiceClient(base, "");
  }

  /** The token, for a command that people can copy. */
  public String token() {
    return token;
  }

  /** Where the service listens. */
  public URI base() {
    return base;
  }

  /** Registers a user whose patient exists at the FHIR server. */
  public void putUser(String user, String patient, String zone) {
    int status =
        put(
                "/api/v1/users/" + user,
                "{\"patient\":\"" + patient + "\",\"timeZone\":\"" + zone + "\"}")
            .status();
    if (status != 200 && status != 201) {
      throw new IllegalStateException("the user was refused with HTTP " + status);
    }
  }

  /**
   * Connects a user: begins at the API, walks through consent as a browser would and comes back.
   *
   * @param sandboxUser who consents at the simulated cloud
   * @return the id of the connection that now reads the account, as the app is told
   */
  public String connect(String user, long sandboxUser) {
    return connect(user, "withings", sandboxUser);
  }

  /** As {@link #connect(String, long)}, at a provider whose accounts are those of the sandbox. */
  public String connect(String user, String provider, long sandboxUser) {
    JsonNode begun =
        post(
                "/api/v1/users/" + user + "/connections",
                "{\"provider\":\"" + provider + "\",\"returnUrl\":\"" + Stack.RETURN_URL + "\"}")
            .expect(201)
            .json();
    URI consent = URI.create(begun.path("authorizationUrl").asText() + "&auto_user=" + sandboxUser);
    URI callback = redirect(consent);
    URI done = redirect(callback);
    String told = Optional.ofNullable(done.getQuery()).orElse("");
    if (!told.contains("status=ACTIVE")) {
      throw new IllegalStateException("the app was told: " + told);
    }
    // the account may be connected already: then this authorization renewed that connection
    return Stream.of(told.split("&"))
        .filter(parameter -> parameter.startsWith(CONNECTION))
        .map(parameter -> parameter.substring(CONNECTION.length()))
        .findFirst()
        .orElseThrow();
  }

  /** Follows one redirect as a browser without a session. */
  public URI redirect(URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(DEADLINE).build();
    Answer answer = send(request);
    if (answer.location().isEmpty()) {
      throw new IllegalStateException(
          address.getPath() + " answered HTTP " + answer.status() + " without a redirect");
    }
    return address.resolve(answer.location());
  }

  /** Asks for a sync and gives the address of the run. */
  public String sync(String connection, String body) {
    Answer answer = post("/api/v1/connections/" + connection + "/syncs", body).expect(202);
    return URI.create(answer.location()).getPath();
  }
}
