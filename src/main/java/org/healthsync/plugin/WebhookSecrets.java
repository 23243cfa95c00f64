package org.healthsync.plugin;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsync.platform.ConfigNames;
import org.healthsync.platform.Secret;

/** Secrets that the operator set for the notifications of a provider. */
public final class WebhookSecrets {

  /** No secrets at all. */
  public static final WebhookSecrets NONE = new WebhookSecrets(Optional.empty(), Map.of());

  private final Optional<Secret> address;
  private final Map<String, Secret> named;

  /**
   * Secrets of a provider.
   *
   * @param address the key in the one address of a provider that has one for the whole application
   * @param named secrets by the environment form of their name
   */
  public WebhookSecrets(Optional<Secret> address, Map<String, Secret> named) {
    this.address = address;
    this.named = Map.copyOf(named);
  }

  /** The secret of that name, when one is set. */
  public Optional<Secret> secret(String name) {
    return Optional.ofNullable(named.get(ConfigNames.environmentForm(name)));
  }

  /** Whether the provider has an address for the whole application, and it passes {@code test}. */
  public boolean isAddress(Predicate<Secret> test) {
    return address.filter(test).isPresent();
  }

  @Override
  public String toString() {
    return "WebhookSecrets[" + named.size() + "]";
  }
}
