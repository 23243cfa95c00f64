package org.healthsync.connect;

import java.util.List;
import java.util.function.Consumer;
import org.healthsync.platform.ConnectionId;

/** Tells every listener; one that fails keeps neither the others nor the caller from going on. */
public final class ConnectionEvents implements ConnectionListener {

  private static final System.Logger LOG = System.getLogger(ConnectionEvents.class.getName());

  private final List<ConnectionListener> listeners;

  /** Tells {@code listeners} in that order. */
  public ConnectionEvents(List<ConnectionListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void activated(ConnectionId connection) {
    tell(connection, listener -> listener.activated(connection));
  }

  @Override
  public void reauthorizationNeeded(ConnectionId connection) {
    tell(connection, listener -> listener.reauthorizationNeeded(connection));
  }

  @Override
  public void revoked(ConnectionId connection) {
    tell(connection, listener -> listener.revoked(connection));
  }

  private void tell(ConnectionId connection, Consumer<ConnectionListener> event) {
    for (ConnectionListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.ERROR,
            () ->
                "%s did not take a change of connection %s: %s"
                    .formatted(listener.getClass().getName(), connection, e.getClass().getName()));
      }
    }
  }
}
