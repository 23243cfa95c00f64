package org.healthsync.withings;

import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Payload;
import org.healthsync.testkit.StubAnswer;
import org.healthsync.testkit.TestHost;

/** A prepared answer as a response, without a network. */
record StubResponse(StubAnswer answer) implements ProviderResponse {

  @Override
  public int status() {
    return answer.status();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(answer.headers().get(name));
  }

  @Override
  public Payload body() {
    return Payload.of(answer.body());
  }

  @Override
  public JsonView json() throws ProviderException {
    return TestHost.JSON.read(body());
  }
}
