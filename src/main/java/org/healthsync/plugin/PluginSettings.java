package org.healthsync.plugin;

import java.net.URI;
import java.util.Map;
import org.healthsync.spi.PluginConfig;

/**
 * What the operator set for a plugin, checked.
 *
 * @param client the operator's application at the provider
 * @param endpoints addresses by region and name, after the operator's overrides
 * @param config values of the plugin's own keys
 * @param webhooks secrets of its notifications
 */
public record PluginSettings(
    ClientCredentials client,
    Map<String, Map<String, URI>> endpoints,
    PluginConfig config,
    WebhookSecrets webhooks) {

  /** Copies the addresses. */
  public PluginSettings {
    endpoints = Map.copyOf(endpoints);
  }

  /** Of a provider without secrets for notifications. */
  public PluginSettings(
      ClientCredentials client, Map<String, Map<String, URI>> endpoints, PluginConfig config) {
    this(client, endpoints, config, WebhookSecrets.NONE);
  }
}
