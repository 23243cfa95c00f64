package org.healthsync.sandbox.withings;

/** A fresh pair of tokens for a grant. */
record TokenPair(Grant grant, String accessToken, String refreshToken) {

  @Override
  public String toString() {
    return "TokenPair[***]";
  }
}
