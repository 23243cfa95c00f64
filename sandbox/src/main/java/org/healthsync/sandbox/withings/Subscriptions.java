package org.healthsync.sandbox.withings;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The subscriptions of all users. Safe for many threads. */
final class Subscriptions {

  private final List<Subscription> all = new CopyOnWriteArrayList<>();

  synchronized void put(Subscription subscription) {
    all.removeIf(
        old -> old.sameAs(subscription.userId(), subscription.callbackUrl(), subscription.appli()));
    all.add(subscription);
  }

  boolean remove(Subscription subscription) {
    return all.remove(subscription);
  }

  Optional<Subscription> find(long userId, String callbackUrl, int appli) {
    return all.stream().filter(s -> s.sameAs(userId, callbackUrl, appli)).findFirst();
  }

  List<Subscription> of(long userId) {
    return all.stream().filter(s -> s.userId() == userId).toList();
  }

  /** Forgets what a client wanted to know of a user. */
  void removeAll(String clientId, long userId) {
    all.removeIf(s -> s.userId() == userId && s.clientId().equals(clientId));
  }

  /** Forgets everything about a user. */
  void removeAll(long userId) {
    all.removeIf(s -> s.userId() == userId);
  }
}
