package org.healthsync.notify;

/** Whether a provider notifies of an account. */
public enum SubscriptionStatus {
  /** It was not asked yet, or did not answer well so far. */
  PENDING,
  /** It does. */
  ACTIVE,
  /** It refused, or failed often; it is asked again now and then. */
  FAILED
}
