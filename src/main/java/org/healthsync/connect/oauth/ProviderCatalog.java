package org.healthsync.connect.oauth;

import java.net.URI;
import java.util.Optional;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderDescriptor;

/** The providers whose plugins are active. */
public interface ProviderCatalog {

  /** What the plugin says of the provider; empty when no such plugin is active. */
  Optional<ProviderDescriptor> descriptor(ProviderId provider);

  /**
   * Address of an endpoint, after the operator's overrides.
   *
   * @throws IllegalArgumentException when the provider has no such region or endpoint
   */
  URI endpoint(ProviderId provider, String region, String endpoint);
}
