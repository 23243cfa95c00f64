package org.healthsync.sync;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.ProviderMapper;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.StreamMapping;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginCall;
import org.healthsync.spi.stream.StreamDescriptor;

/** The mappings of loaded plugins, compiled once for each plugin version. */
final class StreamMappers {

  private final PluginCall call;
  private final Duration deadline;

  // a replaced plugin is forgotten with its last job
  private final Map<ActivePlugin, Map<String, StreamMapper>> compiled = new WeakHashMap<>();

  /** Gives a plugin's code until {@code deadline} for a page. */
  StreamMappers(PluginCall call, Duration deadline) {
    this.call = call;
    this.deadline = deadline;
  }

  /** The mapping of a stream: the plugin's file, or its code where it names no file. */
  synchronized StreamMapper of(ActivePlugin plugin, StreamDescriptor stream) {
    return compiled
        .computeIfAbsent(plugin, unknown -> new HashMap<>())
        .computeIfAbsent(stream.name(), unknown -> compile(plugin, stream));
  }

  private StreamMapper compile(ActivePlugin plugin, StreamDescriptor stream) {
    String name = plugin.descriptor().id() + "/" + stream.name();
    String file = stream.mapping();
    if (file == null) {
      StreamMapper own = new ProviderMapper(plugin.provider(), name + "@" + plugin.version());
      return new ContainedMapper(own, plugin.containment(), call, deadline);
    }
    try {
      return StreamMapping.compile(
          name + ".yaml", Objects.requireNonNull(plugin.mappings().get(file)));
    } catch (MappingFileException e) {
      throw new IllegalStateException("the loader accepted " + file + " of " + name, e);
    }
  }
}
