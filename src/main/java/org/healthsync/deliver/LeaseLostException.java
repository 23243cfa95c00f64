package org.healthsync.deliver;

import org.healthsync.platform.ConnectionId;

/** Another deliverer took over, because this one was silent for too long; it must stop. */
final class LeaseLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeaseLostException(ConnectionId connection) {
    super("another deliverer has taken over connection " + connection);
  }
}
