package org.healthsync.spi;

/** Whose fault an error is: decides who is told. */
public enum Fault {
  /** The connected person: consent withdrawn, account closed. */
  USER,
  /** Who runs the service: wrong client secret, missing scope, bad configuration. */
  OPERATOR,
  /** The provider: outage, limit, malformed answer. */
  PROVIDER,
  /** The plugin's code. */
  PLUGIN
}
