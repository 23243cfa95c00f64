package org.healthsync.plugin;

/**
 * The service failed in something that it did for a plugin, such as reading a token while the
 * database is away. Not the plugin's fault and no verdict on its work: {@link PluginCall} lets it
 * pass, also from behind whatever the plugin made of it, and the work is done again.
 */
public final class HostFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Because of {@code cause}. */
  public HostFailure(RuntimeException cause) {
    super("the service failed in what it did for a plugin", cause);
  }
}
