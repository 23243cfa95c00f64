package org.healthsync.sync;

import org.healthsync.plugin.PluginRegistry;

/** Told which plugins work begins with, to watch their providers' limits. */
public interface LimitWatch {

  /** Watches the limits of these plugins from now on. */
  void watch(PluginRegistry plugins);
}
