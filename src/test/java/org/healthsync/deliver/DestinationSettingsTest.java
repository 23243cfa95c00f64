package org.healthsync.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsync.deliver.fhir.FhirAuth;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Secret;
import org.healthsync.platform.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationSettingsTest {

  private final Map<String, String> set = new HashMap<>(Map.of(key("base-url"), "http://f/fhir"));

  @Test
  void defaultsAreNoAuthHundredEntriesAndThirtySeconds() {
    DestinationSettings settings = read();

    assertThat(settings.server().base()).isEqualTo(URI.create("http://f/fhir"));
    assertThat(settings.server().auth()).isEqualTo(new FhirAuth.None());
    assertThat(settings.server().deadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.largestBundle()).isEqualTo(100);
  }

  @Test
  void headerIsRead() {
    set.put(key("auth"), "header");
    set.put(key("header-name"), "X-Api-Key");
    set.put(key("header-value"), "k3y");

    assertThat(read().server().auth())
        .isEqualTo(new FhirAuth.Header("X-Api-Key", Secret.of("k3y")));
  }

  @Test
  void clientCredentialsAreRead() {
    set.put(key("auth"), "oauth2");
    set.put(key("token-url"), "https://as/token");
    set.put(key("client-id"), "me");
    set.put(key("client-secret"), "s3cret");
    set.put(key("scope"), "system/*.cu");

    URI token = URI.create("https://as/token");
    assertThat(read().server().auth())
        .isEqualTo(new FhirAuth.OAuth2(token, "me", Secret.of("s3cret"), "system/*.cu"));
  }

  @ParameterizedTest
  @CsvSource({
    "base-url, ftp://f/fhir",
    "base-url, /fhir",
    "base-url, http://user:word@f/fhir",
    "base-url, http://f/fhir?x=1",
    "auth, basic",
    "auth, header",
    "auth, oauth2",
    "client-secret, s3cret",
    "header-value, k3y",
    "max-bundle, 0",
    "max-bundle, many",
    "request-timeout, 30",
    "base-uri, http://f/fhir"
  })
  void mistakeNamesItsKeyAndShowsNoSecret(String key, String value) {
    set.put(key(key), value);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("healthsync.tenant.ward.fhir.")
        .message()
        .doesNotContain("s3cret", "k3y", "word@");
  }

  @Test
  void headerThatCannotBeSetIsAMistakeThatHidesItsValue() {
    set.put(key("auth"), "header");
    set.put(key("header-name"), "Host");
    set.put(key("header-value"), "k3y");

    assertThatThrownBy(this::read)
        .hasMessageContaining(key("header-name"))
        .message()
        .doesNotContain("k3y");
  }

  @Test
  void missingAddressIsAMistake() {
    set.clear();

    assertThatThrownBy(this::read).hasMessageContaining(key("base-url") + " is not set");
  }

  private DestinationSettings read() {
    ConfigReader reader = new ConfigReader(key -> Optional.ofNullable(set.get(key)));
    DestinationSettings settings =
        DestinationSettings.read(reader, new TenantId("ward"), set.keySet());
    reader.check();
    return settings;
  }

  private static String key(String key) {
    return "healthsync.tenant.ward.fhir." + key;
  }
}
