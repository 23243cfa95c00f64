package org.healthsync.sync;

import java.time.Duration;
import org.healthsync.map.MappedPage;
import org.healthsync.map.StreamMapper;
import org.healthsync.plugin.Containment;
import org.healthsync.plugin.PluginCall;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.RawPage;

/**
 * Maps by a plugin's own code, which may throw anything or never return: it gets a deadline, and
 * its failures get a code.
 */
final class ContainedMapper implements StreamMapper {

  private final StreamMapper mapper;
  private final Containment plugin;
  private final PluginCall call;
  private final Duration deadline;

  /** Calls {@code mapper}, which is code of {@code plugin}. */
  ContainedMapper(StreamMapper mapper, Containment plugin, PluginCall call, Duration deadline) {
    this.mapper = mapper;
    this.plugin = plugin;
    this.call = call;
    this.deadline = deadline;
  }

  @Override
  public String mappingVersion() {
    return mapper.mappingVersion();
  }

  @Override
  public MappedPage map(RawPage page) throws ProviderException {
    return call.within(deadline, plugin, "map", () -> mapper.map(page));
  }
}
