package org.healthsync.connect.token;

/** What the refusal of a token means for the grant that we have now. */
public enum Loss {
  /** The grant is lost, and nobody had noticed: the person is asked to authorize again. */
  NOW,
  /** The connection had no grant any more. */
  BEFORE,
  /** The tokens were replaced meanwhile: whoever was refused had those of before. */
  RENEWED
}
