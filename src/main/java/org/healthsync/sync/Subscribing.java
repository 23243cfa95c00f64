package org.healthsync.sync;

import java.util.function.Supplier;
import org.healthsync.connect.ConnectionListener;
import org.healthsync.connect.Connections;
import org.healthsync.notify.Subscriptions;
import org.healthsync.platform.ConnectionId;

/** Asks for notifications of whatever becomes active. */
final class Subscribing implements ConnectionListener {

  private final Connections connections;
  private final Supplier<Subscriptions> subscriptions;

  Subscribing(Connections connections, Supplier<Subscriptions> subscriptions) {
    this.connections = connections;
    this.subscriptions = subscriptions;
  }

  @Override
  public void activated(ConnectionId connection) {
    connections
        .byId(connection)
        .ifPresent(found -> subscriptions.get().begin(connection, found.provider()));
  }

  @Override
  public void reauthorizationNeeded(ConnectionId connection) {
    // the callback stays: the next authorization makes it known again
  }

  @Override
  public void revoked(ConnectionId connection) {
    // taking leave of the provider ends the subscription
  }
}
