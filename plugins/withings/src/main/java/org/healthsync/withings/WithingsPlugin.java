package org.healthsync.withings;

import java.time.Duration;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;

/** Service entry of the Withings plugin. */
public final class WithingsPlugin implements ProviderPlugin {

  private static final long MAX_DETAIL_DAYS = 3650;

  @Override
  public ProviderDescriptor descriptor() {
    return WithingsDescriptor.descriptor();
  }

  @Override
  public Provider create(PluginContext context) {
    long days = context.config().integer(WithingsDescriptor.DETAIL_DAYS);
    if (days < 0 || days > MAX_DETAIL_DAYS) {
      throw new IllegalArgumentException(
          WithingsDescriptor.DETAIL_DAYS + " must be 0 to " + MAX_DETAIL_DAYS + " but is " + days);
    }
    return new WithingsProvider(context.clock(), Duration.ofDays(days));
  }
}
