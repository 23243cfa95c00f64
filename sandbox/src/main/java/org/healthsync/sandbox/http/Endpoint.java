package org.healthsync.sandbox.http;

/**
 * Answers one HTTP call. Called by many threads at once; anything it throws becomes an HTTP 500
 * without details.
 */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers the call; may block, because every call has a server thread of its own while it is
   * answered.
   */
  Reply answer(Call call);
}
