package org.healthsync.connect.oauth;

import java.time.Duration;
import java.util.Optional;

/** Keeps what belongs to an authorization until the browser comes back; each entry is used once. */
public interface StateStore {

  /**
   * Keeps {@code value} for {@code ttl}.
   *
   * @throws org.healthsync.platform.ProblemException {@code unavailable} when it cannot be kept
   */
  void put(String key, byte[] value, Duration ttl);

  /**
   * Takes the value out: of several callers, one gets it. Empty when it was never there, is taken
   * or too old.
   *
   * @throws org.healthsync.platform.ProblemException {@code unavailable} when nobody can tell
   */
  Optional<byte[]> take(String key);
}
