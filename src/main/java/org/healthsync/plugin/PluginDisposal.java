package org.healthsync.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.healthsync.spi.ProviderException;

/** Closes a plugin that nobody uses any more, within a time limit, and lets go of its classes. */
final class PluginDisposal {

  private static final System.Logger LOG = System.getLogger(PluginDisposal.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final PluginCall call;

  PluginDisposal(PluginCall call) {
    this.call = call;
  }

  void dispose(ActivePlugin plugin) {
    try {
      call.within(
          DEADLINE,
          plugin.containment(),
          "close()",
          () -> {
            plugin.provider().close();
            return true;
          });
    } catch (ProviderException e) {
      LOG.log(System.Logger.Level.WARNING, "plugin {0}: {1}", plugin.id(), e.getMessage());
    }
    if (plugin.containment().loader() instanceof Closeable loader) {
      close(loader, plugin);
    }
  }

  private static void close(Closeable loader, ActivePlugin plugin) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the jar of plugin {0} stays open", plugin.id());
    }
  }
}
