package org.healthsync.map;

import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.RawPage;

/** A stream that the plugin's own code maps. */
public final class ProviderMapper implements StreamMapper {

  private final Provider provider;
  private final String mappingVersion;

  /**
   * A mapper over a provider's {@link Provider#map}.
   *
   * @param mappingVersion names plugin, stream and version of the plugin
   */
  public ProviderMapper(Provider provider, String mappingVersion) {
    this.provider = provider;
    this.mappingVersion = mappingVersion;
  }

  @Override
  public String mappingVersion() {
    return mappingVersion;
  }

  @Override
  public MappedPage map(RawPage page) throws ProviderException {
    PageCollector collector = new PageCollector();
    provider.map(page, collector);
    return collector.page();
  }
}
