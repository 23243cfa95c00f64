package org.healthsync.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.healthsync.spi.http.ProviderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointAddressTest {

  private static final URI ENDPOINT = URI.create("https://api.zoo.example/v2");

  @ParameterizedTest
  @CsvSource({
    "'', https://api.zoo.example/v2",
    "weights, https://api.zoo.example/v2/weights",
    "/weights/1.5, https://api.zoo.example/v2/weights/1.5",
    "https://api.zoo.example/v2/pull?token=1, https://api.zoo.example/v2/pull?token=1",
    "@elsewhere.example, https://api.zoo.example/v2/@elsewhere.example"
  })
  void pathIsAppendedToTheEndpoint(String path, String expected) {
    assertThat(EndpointAddress.of(ENDPOINT, request(path))).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../admin",
        "a/../../admin",
        "a/%2e%2E/admin",
        "a?b=c",
        "a#b",
        "a\\b",
        "a b",
        "https://elsewhere.example/v2/x",
        "https://api.zoo.example.elsewhere.example/v2/x",
        "https://api.zoo.example:8443/v2/x",
        "http://api.zoo.example/v2/x",
        "https://user@api.zoo.example/v2/x",
        "https://api.zoo.example/v2admin",
        "https://api.zoo.example/v2/../admin",
        "https://api.zoo.example/"
      })
  void nothingLeadsAwayFromTheEndpoint(String path) {
    assertThatThrownBy(() -> EndpointAddress.of(ENDPOINT, request(path)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void queryIsEncodedAndAddedToOneThatIsThere() {
    ProviderRequest request =
        request("https://api.zoo.example/v2/pull?a=1").withQuery("b", "ä&=").withQuery("b", "2");
    assertThat(EndpointAddress.of(ENDPOINT, request))
        .hasToString("https://api.zoo.example/v2/pull?a=1&b=%C3%A4%26%3D&b=2");
  }

  private static ProviderRequest request(String path) {
    return ProviderRequest.get("api", path, "test");
  }
}
