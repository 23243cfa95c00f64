package org.healthsync.connect;

import org.healthsync.platform.ConnectionId;

/** Whether providers notify of connections; told by the stage that subscribes. */
@FunctionalInterface
public interface NotificationStates {

  /** Whether the provider notifies. */
  enum State {
    /** It does. */
    ACTIVE,
    /** It is being asked to. */
    PENDING,
    /** It refused or failed often; it is asked again now and then. */
    FAILED,
    /** It is not asked: it offers none, or the connection is not active. */
    NONE
  }

  /** The state of one connection. */
  State of(ConnectionId connection);
}
