package org.healthsync.deliver.fhir;

/** What an answer means for what was sent. */
public enum Verdict {
  /** It is stored. */
  ACCEPTED,
  /** It never will be as it is. */
  REFUSED,
  /** Another write was in the way; the same again will do, unless it lasts. */
  CONFLICT,
  /** The server failed with it and says so itself; it took nothing of it. */
  FAULT,
  /** The server cannot or will not talk to us now, whatever we send. */
  UNAVAILABLE
}
