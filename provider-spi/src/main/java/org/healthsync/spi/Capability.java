package org.healthsync.spi;

/** Optional operations of a provider. The host calls an operation only when it is declared. */
public enum Capability {
  /** {@link Provider#revoke} ends a grant at the provider. */
  REVOKE,
  /** {@link Provider#subscribe} registers a callback for one account. */
  SUBSCRIBE_PER_ACCOUNT,
  /**
   * {@link Provider#onNotification} understands what the provider sends. Without {@link
   * #SUBSCRIBE_PER_ACCOUNT} notifications are set up once for the whole application, outside of the
   * service.
   */
  NOTIFICATIONS,
  /** {@link Provider#requestBackfill} makes the provider send history later. */
  ASYNCHRONOUS_BACKFILL
}
