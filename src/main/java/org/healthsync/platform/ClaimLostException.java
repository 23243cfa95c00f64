package org.healthsync.platform;

/**
 * This worker's claim of a connection was taken over by another (it was paused too long). What it
 * wanted to write was not written; it must stop at once.
 */
public final class ClaimLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For the connection whose claim was lost. */
  public ClaimLostException(ConnectionId connection) {
    super("another worker has taken over connection " + connection);
  }
}
