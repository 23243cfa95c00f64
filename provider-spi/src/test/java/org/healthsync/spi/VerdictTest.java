package org.healthsync.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Payload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

  @ParameterizedTest
  @CsvSource({
    "200, OK", "204, OK", "301, PERMANENT", "400, PERMANENT", "401, UNAUTHORIZED",
    "403, FORBIDDEN", "404, PERMANENT", "408, TRANSIENT", "410, GONE", "425, TRANSIENT",
    "429, THROTTLED", "500, TRANSIENT", "503, TRANSIENT"
  })
  void httpStatusAloneGivesTheDefaultVerdict(int status, Verdict.Kind kind) {
    assertThat(Verdict.ofHttpStatus(new BareResponse(status)).kind()).isEqualTo(kind);
  }

  private record BareResponse(int status) implements ProviderResponse {

    @Override
    public Optional<String> header(String name) {
      return Optional.empty();
    }

    @Override
    public Payload body() {
      return Payload.of("");
    }

    @Override
    public JsonView json() throws ProviderException {
      throw new ProviderException(StandardError.BAD_PAYLOAD, "empty");
    }
  }
}
