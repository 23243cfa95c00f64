package org.healthsync.notify;

import java.util.Optional;
import java.util.function.Function;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.notify.NotificationContext;
import org.healthsync.spi.stream.Payload;

/** What a plugin needs to verify a notification; no secret leaves it. */
final class WebhookContext implements NotificationContext {

  private final ActivePlugin plugin;
  private final Function<ClientCredentials, ClientSigner> signers;

  WebhookContext(ActivePlugin plugin, Function<ClientCredentials, ClientSigner> signers) {
    this.plugin = plugin;
    this.signers = signers;
  }

  @Override
  public ClientSigner client() {
    return signers.apply(plugin.settings().client());
  }

  @Override
  public Optional<byte[]> mac(String secretName, ClientSigner.Mac mac, byte[] message) {
    return secret(secretName)
        .map(secret -> signers.apply(new ClientCredentials("", secret)).mac(mac, message, ""));
  }

  @Override
  public boolean matchesSecret(String secretName, String candidate) {
    return secret(secretName)
        .filter(secret -> WebhookKey.of(candidate).matches(secret))
        .isPresent();
  }

  private Optional<Secret> secret(String name) {
    return plugin.settings().webhooks().secret(name);
  }

  /** Documents are not fetched yet: whoever needs one cannot verify and has to refuse. */
  @Override
  public Optional<Payload> document(String endpoint) {
    return Optional.empty();
  }
}
