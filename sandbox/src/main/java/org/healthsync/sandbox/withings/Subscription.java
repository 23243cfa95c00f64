package org.healthsync.sandbox.withings;

/** Whom to tell about what: one per user, address and category. */
record Subscription(long userId, String clientId, String callbackUrl, int appli, String comment) {

  boolean sameAs(long user, String url, int category) {
    return userId == user && appli == category && callbackUrl.equals(url);
  }
}
