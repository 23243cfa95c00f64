package org.healthsync.plugin;

/**
 * How a plugin on disk is doing.
 *
 * @param id the provider's id; empty when the plugin failed before it could tell
 * @param version the plugin's own version; empty when unknown
 * @param file name of the jar or directory
 * @param state whether it is used
 * @param reason why it is not and what to do; empty when active
 * @param abandonedCalls how many of its calls were given up and still hold a thread
 */
public record PluginStatus(
    String id, String version, String file, State state, String reason, int abandonedCalls) {

  /** Whether a plugin is used. */
  public enum State {
    /** Its provider is offered. */
    ACTIVE,
    /** It is not used; everything else runs. */
    FAILED
  }

  static PluginStatus failed(String id, String version, String file, String reason) {
    return new PluginStatus(id, version, file, State.FAILED, reason, 0);
  }
}
