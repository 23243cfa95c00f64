package org.healthsync.plugin;

/** A plugin cannot be used. The message is the reason for the operator and says what to do. */
final class PluginRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  PluginRefusedException(String reason) {
    super(reason);
  }
}
