package org.healthsync.sandbox.withings;

/**
 * What can go wrong with a call on purpose. The first group strikes before the call has any effect,
 * the second after.
 */
public enum CloudFault {
  /** HTTP 500 with a text. */
  HTTP_500(false),
  /** In-body status 401: invalid token, although it is not. */
  STATUS_401(false),
  /**
   * In-body status 601: too many requests, although there are not. Not counted as over the limit.
   */
  STATUS_601(false),
  /** In-body status 503: invalid parameters, although they are right. */
  STATUS_503(false),
  /** In-body status 522: timeout. */
  STATUS_522(false),
  /** HTTP 200 with an HTML page, as a captive portal answers. */
  HTML(false),
  /** HTTP 200 without a body. */
  EMPTY(false),
  /** The connection closes without an answer and the call never happened. */
  DROP(false),
  /** Half a gigabyte of well-formed beginning. */
  HUGE(false),
  /** A small gzip body that unpacks to 256 MiB. */
  GZIP_BOMB(false),

  /**
   * The connection closes without an answer, but what the call asked for was done: tokens are
   * rotated.
   */
  DROP_ANSWER(true),
  /** The right answer, late by the rule's delay. */
  DELAY(true),
  /** The right answer at one byte per the rule's delay. */
  DRIBBLE(true),
  /** The first half of the right answer. */
  TRUNCATED(true),
  /** The right answer as gzip with a damaged trailer. */
  BAD_GZIP(true),
  /** The right answer in UTF-16, said to be UTF-8. */
  WRONG_CHARSET(true);

  private final boolean committed;

  CloudFault(boolean committed) {
    this.committed = committed;
  }

  /** Whether the call takes effect before the fault strikes. */
  public boolean isCommitted() {
    return committed;
  }
}
