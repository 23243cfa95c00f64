package org.healthsync.sandbox.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** A client that knows nothing of FHIR: text out, status, headers and JSON back. */
final class FhirHttp {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  FhirHttp(URI base) {
    this.base = base;
  }

  /** What came back. */
  record Answer(int status, HttpResponse<String> response, JsonNode body) {

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** All reasons given in an OperationOutcome. */
    String reasons() {
      return body.findValuesAsText("diagnostics").toString();
    }
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer put(String path, String body, String... headers) {
    return send("PUT", path, body, headers);
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  Answer send(String method, String path, @Nullable String body, String... headers) {
    try {
      return exchange(method, path, body, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws IOException when the connection ended without an answer
   */
  Answer exchange(String method, String path, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    URI uri = path.startsWith("http") ? URI.create(path) : URI.create(base + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response, JSON.readTree(response.body()));
  }
}
