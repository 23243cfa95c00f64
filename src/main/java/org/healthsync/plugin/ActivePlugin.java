package org.healthsync.plugin;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;

/**
 * A loaded plugin. A job keeps the one it began with to its end, even when the file is replaced
 * meanwhile. Call its code through {@link PluginCall} only.
 *
 * @param descriptor what the provider is
 * @param provider the plugin's code
 * @param version the jar's {@code Implementation-Version}, or its SPI version when it names none
 * @param file name of the jar or directory
 * @param settings what the operator set
 * @param mappings text of the declarative mapping files by resource path
 * @param containment what is remembered of its misbehaviour
 */
public record ActivePlugin(
    ProviderDescriptor descriptor,
    Provider provider,
    String version,
    String file,
    PluginSettings settings,
    Map<String, String> mappings,
    Containment containment) {

  /** Copies the mappings. */
  public ActivePlugin {
    mappings = Map.copyOf(mappings);
  }

  /** The provider's id. */
  public ProviderId id() {
    return new ProviderId(descriptor.id());
  }

  /** The address of an endpoint, after the operator's override; empty when it is not declared. */
  public Optional<URI> endpoint(String region, String name) {
    return Optional.ofNullable(settings.endpoints().get(region))
        .map(addresses -> addresses.get(name));
  }

  PluginStatus status() {
    String reason = containment.outOfService().orElse("");
    PluginStatus.State state =
        reason.isEmpty() ? PluginStatus.State.ACTIVE : PluginStatus.State.FAILED;
    return new PluginStatus(
        descriptor.id(), version, file, state, reason, containment.abandonedCalls());
  }
}
