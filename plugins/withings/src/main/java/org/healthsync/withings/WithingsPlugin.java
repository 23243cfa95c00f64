package org.healthsync.withings;

import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;

/** Service entry of the Withings plugin. */
public final class WithingsPlugin implements ProviderPlugin {

  @Override
  public ProviderDescriptor descriptor() {
    return WithingsDescriptor.descriptor();
  }

  @Override
  public Provider create(PluginContext context) {
    return new WithingsProvider(context.clock());
  }
}
