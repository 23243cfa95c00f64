package org.healthsync.notify;

import org.healthsync.platform.ProviderId;

/** Told what becomes of notifications, for metrics. Must return at once. */
public interface NotifyListener {

  /** What becomes of calls and of the changes that they tell. */
  enum Fate {
    /** A call came, whatever it is worth. */
    RECEIVED,
    /** A registration handshake was answered. */
    HANDSHAKE,
    /** A call was verified and kept. */
    ACCEPTED,
    /** A call was refused: wrong address or not verified. */
    REFUSED,
    /** A change waits already and was not kept again. */
    COALESCED,
    /** A change waits for its account to become known, or for its plugin. */
    PARKED,
    /** A change led to work. */
    DONE,
    /** A change was given up: nobody to do it for, or it failed too often. */
    DROPPED
  }

  /** Something happened to a call or a change of a known provider. */
  void happened(ProviderId provider, Fate fate);
}
