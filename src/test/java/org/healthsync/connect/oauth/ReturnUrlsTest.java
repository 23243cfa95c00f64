package org.healthsync.connect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsync.connect.fixture.Stage.DEMO;
import static org.healthsync.connect.fixture.Stage.OTHER;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.connect.fixture.Stage;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnUrlsTest {

  private final ReturnUrls urls =
      new ReturnUrls(
          Map.of(DEMO, List.of("https://app.example/done", "http://127.0.0.1:8080/back/*")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/done",
        "https://app.example/done?flow=7",
        "http://127.0.0.1:8080/back/",
        "http://127.0.0.1:8080/back/here/now?x=1"
      })
  void registeredUrlIsAccepted(String url) {
    assertThat(urls.require(DEMO, URI.create(url))).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/done/",
        "https://app.example/donee",
        "https://app.example.evil.example/done",
        "https://app.example:444/done",
        "http://app.example/done",
        "https://me@app.example/done",
        "https://app.example/done#x",
        "http://127.0.0.1:8080/back",
        "http://127.0.0.1:8080/back/../admin",
        "http://127.0.0.1:8080/back/%2e%2e/admin",
        "javascript:alert(1)",
        "/done"
      })
  void anyOtherUrlIsRefused(String url) {
    assertThatThrownBy(() -> urls.require(DEMO, URI.create(url)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void tenantWithoutEntriesMayUseNone() {
    assertThatThrownBy(() -> urls.require(OTHER, URI.create("https://app.example/done")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void entryThatIsNoPlainUrlStopsTheStart() {
    ConfigReader config =
        new ConfigReader(
            key ->
                key.equals("healthsync.tenant.demo.return-urls")
                    ? Optional.of("https://app.example/done, app.example, https://a.example/?q=1")
                    : Optional.empty());
    ReturnUrls.read(config, Stage.TENANTS);

    assertThatThrownBy(config::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("healthsync.tenant.demo.return-urls");
  }
}
