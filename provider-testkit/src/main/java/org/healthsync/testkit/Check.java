package org.healthsync.testkit;

/** Checks that a plugin may be exempted from, each with a written reason. */
public enum Check {
  /** A stream of several pages is read completely, each page once. */
  PAGING,
  /** An answer that says nothing but "too many" is known. */
  THROTTLED,
  /** An answer that refuses the access token is known. */
  UNAUTHORIZED,
  /** An answer that refuses a scope is known. */
  FORBIDDEN,
  /** An answer that is not JSON is the provider's fault and passes. */
  BROKEN_BODY,
  /** A revocation of a grant that is gone already succeeds. */
  REVOKED_ALREADY,
  /** Fixtures become readings. */
  MAPPING
}
