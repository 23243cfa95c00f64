package org.healthsync.testkit;

import java.net.http.HttpResponse;
import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Payload;

/** An answer of the stub server. */
final class TestResponse implements ProviderResponse {

  private final HttpResponse<byte[]> response;
  private final JsonReader json;

  TestResponse(HttpResponse<byte[]> response, JsonReader json) {
    this.response = response;
    this.json = json;
  }

  @Override
  public int status() {
    return response.statusCode();
  }

  @Override
  public Optional<String> header(String name) {
    // the server's own Date is that of this machine, which no test may depend on
    String sent = name.equalsIgnoreCase("Date") ? StubServer.DATE : name;
    return response.headers().firstValue(sent);
  }

  @Override
  public Payload body() {
    return Payload.of(response.body());
  }

  @Override
  public JsonView json() throws ProviderException {
    return json.read(body());
  }
}
