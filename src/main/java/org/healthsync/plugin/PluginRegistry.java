package org.healthsync.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsync.platform.ProviderId;

/**
 * The plugins of a running server, immutable. Reading is safe for many threads; close it once, when
 * no job uses it any more.
 */
public final class PluginRegistry implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(PluginRegistry.class.getName());

  private final Map<String, ActivePlugin> active;
  private final List<PluginStatus> failed;
  private final PluginDisposal disposal;

  PluginRegistry(
      Collection<ActivePlugin> active, List<PluginStatus> failed, PluginDisposal disposal) {
    this.active = new TreeMap<>();
    active.forEach(plugin -> this.active.put(plugin.descriptor().id(), plugin));
    this.failed = List.copyOf(failed);
    this.disposal = disposal;
    status().forEach(PluginRegistry::log);
  }

  /** Every plugin on disk, the working ones first, each group in the order of ids and files. */
  public List<PluginStatus> status() {
    List<PluginStatus> all = new ArrayList<>();
    active.values().forEach(plugin -> all.add(plugin.status()));
    all.addAll(failed);
    return List.copyOf(all);
  }

  /** The plugin of a provider; empty when none is loaded or it is out of service. */
  public Optional<ActivePlugin> active(ProviderId provider) {
    return Optional.ofNullable(active.get(provider.value()))
        .filter(plugin -> plugin.containment().outOfService().isEmpty());
  }

  /** All plugins that can be used now, in the order of their ids. */
  public List<ActivePlugin> active() {
    return active.values().stream()
        .filter(plugin -> plugin.containment().outOfService().isEmpty())
        .toList();
  }

  /** Closes every plugin and its class loader; a plugin that fails to close is passed over. */
  @Override
  public void close() {
    active.values().forEach(disposal::dispose);
  }

  private static void log(PluginStatus status) {
    if (status.state() == PluginStatus.State.ACTIVE) {
      LOG.log(
          System.Logger.Level.INFO,
          "plugin {0} {1} from {2} is active",
          status.id(),
          status.version(),
          status.file());
    } else {
      LOG.log(
          System.Logger.Level.WARNING,
          "plugin file {0} is not used: {1}",
          status.file(),
          status.reason());
    }
  }
}
