package org.healthsync.connect;

/** Where a connection is in its life. */
public enum ConnectionStatus {
  /** The person has not consented yet. */
  PENDING,
  /** Data may be fetched. */
  ACTIVE,
  /** The provider no longer accepts the grant; the person must authorize again. */
  REAUTHORIZE,
  /** Ended for good; tokens are erased. */
  REVOKED;

  /** Whether the connection belongs to a known account and is not over. */
  public boolean isLive() {
    return this == ACTIVE || this == REAUTHORIZE;
  }
}
