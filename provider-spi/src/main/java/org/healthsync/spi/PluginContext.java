package org.healthsync.spi;

import java.time.Clock;
import org.healthsync.spi.http.JsonReader;

/** What the host lends to a plugin. All of it is safe for use by many threads. */
public interface PluginContext {

  /** The operator's settings. */
  PluginConfig config();

  /** The only source of the current time; tests move it. */
  Clock clock();

  /** Reads JSON without a library of the plugin's own. */
  JsonReader json();

  /** Where a plugin logs. Never log payloads, tokens or measured values. */
  System.Logger log();
}
