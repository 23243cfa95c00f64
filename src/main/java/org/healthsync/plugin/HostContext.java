package org.healthsync.plugin;

import java.time.Clock;
import org.healthsync.spi.PluginConfig;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.http.JsonReader;

/** What the host lends to a plugin. */
record HostContext(PluginConfig config, Clock clock, JsonReader json, System.Logger log)
    implements PluginContext {}
