package org.healthsync.testkit.sample;

/** What can be wrong with the sample plugin. */
public enum Flaw {
  /** Nothing. */
  NONE,
  /** Stops after the first page. */
  FORGETS_LATER_PAGES,
  /** Follows a page that is repeated for ever. */
  FOLLOWS_FOR_EVER,
  /** Begins again in every run. */
  LOSES_THE_CURSOR,
  /** Takes every answer for success. */
  CLASSIFIES_NOTHING,
  /** Asks for one day too many. */
  WIDENS_WINDOWS,
  /** Quotes the payload in a message. */
  QUOTES_PAYLOAD,
  /** Logs the account's id. */
  LOGS_THE_ACCOUNT,
  /** Gives every reading a new identity. */
  INVENTS_IDS,
  /** Reads a configuration key that the descriptor lacks. */
  READS_UNDECLARED_KEY,
  /** Swallows a failed revocation. */
  PRETENDS_TO_REVOKE,
  /** Accepts any notification. */
  TRUSTS_NOTIFICATIONS,
  /** Has another descriptor every time. */
  CHANGES_ITS_MIND
}
