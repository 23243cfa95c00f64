package org.healthsync.sync;

import java.util.Optional;
import java.util.Set;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.StreamMapping;
import org.healthsync.override.ActiveMappings;
import org.healthsync.override.BrokenMappingException;
import org.healthsync.override.MappingName;
import org.healthsync.override.MappingSet;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.stream.StreamDescriptor;

/** The mappings at work: those of operators, and the shipped ones where there is none. */
final class PageMappings {

  private final StreamMappers shipped;
  private final ActiveMappings active;

  PageMappings(StreamMappers shipped, ActiveMappings active) {
    this.shipped = shipped;
    this.active = active;
  }

  /**
   * What maps a page now, or mapped it a second ago. A page is mapped by one of these from its
   * beginning to its end.
   *
   * @throws ProviderException with {@link MappingError#MAPPING_BROKEN} when a mapping at work
   *     cannot be used
   */
  PageMapping of(ActivePlugin plugin, StreamDescriptor stream) throws ProviderException {
    return of(active.current(), plugin, stream);
  }

  /**
   * As {@link #of(ActivePlugin, StreamDescriptor)}, but never what was at work before this call:
   * who asks for mappings to be applied again means those that were activated in that moment, too.
   */
  PageMapping latest(ActivePlugin plugin, StreamDescriptor stream) throws ProviderException {
    return of(active.look(), plugin, stream);
  }

  private PageMapping of(MappingSet set, ActivePlugin plugin, StreamDescriptor stream)
      throws ProviderException {
    MappingName name = MappingName.of(plugin.descriptor().id(), stream.name());
    try {
      Optional<StreamMapping> own = set.stream(name);
      StreamMapper mapper = own.isPresent() ? own.get() : shipped.of(plugin, stream);
      return new PageMapping(mapper, set.table());
    } catch (BrokenMappingException e) {
      throw new ProviderException(MappingError.MAPPING_BROKEN, "the mapping at work is broken");
    }
  }

  /** Reading types that the table at work leaves out; none when it is broken. */
  Set<String> dropped() {
    try {
      return active.current().table().mapping().dropped();
    } catch (BrokenMappingException e) {
      return Set.of();
    }
  }
}
