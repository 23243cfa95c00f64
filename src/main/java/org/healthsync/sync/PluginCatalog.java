package org.healthsync.sync;

import java.net.URI;
import java.util.Optional;
import org.healthsync.connect.oauth.ProviderCatalog;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.ProviderDescriptor;

/** The loaded plugins as the stage connect sees them. */
final class PluginCatalog implements ProviderCatalog {

  private final PluginRegistry plugins;

  PluginCatalog(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  @Override
  public Optional<ProviderDescriptor> descriptor(ProviderId provider) {
    return plugins.active(provider).map(ActivePlugin::descriptor);
  }

  @Override
  public URI endpoint(ProviderId provider, String region, String endpoint) {
    return plugins
        .active(provider)
        .flatMap(plugin -> plugin.endpoint(region, endpoint))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "provider " + provider + " has no endpoint " + endpoint + " in " + region));
  }
}
