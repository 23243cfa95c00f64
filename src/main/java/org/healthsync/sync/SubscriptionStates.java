package org.healthsync.sync;

import java.util.Optional;
import java.util.function.Function;
import org.healthsync.connect.NotificationStates;
import org.healthsync.notify.SubscriptionStatus;
import org.healthsync.platform.ConnectionId;

/** Subscriptions as the stage connect shows them. */
final class SubscriptionStates implements NotificationStates {

  private final Function<ConnectionId, Optional<SubscriptionStatus>> subscriptions;

  SubscriptionStates(Function<ConnectionId, Optional<SubscriptionStatus>> subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public State of(ConnectionId connection) {
    return subscriptions.apply(connection).map(SubscriptionStates::shown).orElse(State.NONE);
  }

  private static State shown(SubscriptionStatus status) {
    return switch (status) {
      case PENDING -> State.PENDING;
      case ACTIVE -> State.ACTIVE;
      case FAILED -> State.FAILED;
    };
  }
}
