package org.healthsync.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsync.connect.fixture.AuthorizationServer;
import org.healthsync.connect.fixture.OneProvider;
import org.healthsync.platform.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSettingsTest {

  private static final String KEY = "0123456789abcdefghijkl";

  private final Path folder;

  WebhookSettingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void namedSecretsComeFromPropertiesAndTheEnvironmentAndFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "from-file\n");
    WebhookSecrets secrets =
        read(
            Map.of(
                "healthsync.provider.withings.webhook-secret.signature-key", "one",
                "HEALTHSYNC_PROVIDER_WITHINGS_WEBHOOK_SECRET_TOKEN", "two",
                "healthsync.provider.withings.webhook-secret.third-file", file.toString()));

    assertThat(secrets.secret("signature-key")).contains(Secret.of("one"));
    assertThat(secrets.secret("token")).contains(Secret.of("two"));
    assertThat(secrets.secret("third")).contains(Secret.of("from-file"));
    assertThat(secrets.secret("fourth")).isEmpty();
    assertThat(secrets.isAddress(key -> true)).isFalse();
  }

  @Test
  void keyOfTheOneAddressIsTaken() throws Exception {
    WebhookSecrets secrets = read(Map.of("healthsync.provider.withings.webhook-key", KEY));

    assertThat(secrets.isAddress(Secret.of(KEY)::equals)).isTrue();
  }

  @Test
  void keyThatCanBeGuessedIsRefused() {
    for (String weak : List.of("short", "0123456789/abcdefghijk")) {
      assertThatThrownBy(() -> read(Map.of("healthsync.provider.withings.webhook-key", weak)))
          .isInstanceOf(PluginRefusedException.class)
          .hasMessageContaining("webhook-key")
          .hasMessageNotContaining(weak);
    }
  }

  private static WebhookSecrets read(Map<String, String> settings) throws PluginRefusedException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("healthsync.provider.withings.client-id", "id");
    all.put("healthsync.provider.withings.client-secret", "secret");
    ProviderProperties properties =
        new ProviderProperties(Set.copyOf(all.keySet()), key -> Optional.ofNullable(all.get(key)));
    try (AuthorizationServer server = new AuthorizationServer()) {
      return new SettingsReader(
              properties, new OneProvider(server).descriptor(OneProvider.ID).orElseThrow())
          .read()
          .webhooks();
    }
  }
}
