package org.healthsync.connect.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsync.platform.Sealer;

/**
 * Authorizations on their way through somebody's browser, by their {@code state} (RFC 6749 section
 * 10.12): 256 random bits, used once. The store sees neither the state, only its digest, nor what
 * belongs to it.
 */
public final class PendingAuthorizations {

  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final StateStore store;
  private final Sealer sealer;
  private final Duration ttl;

  /**
   * Keeps them in {@code store}.
   *
   * @param ttl how long a person may take to consent
   */
  public PendingAuthorizations(StateStore store, Sealer sealer, Duration ttl) {
    this.store = store;
    this.sealer = sealer;
    this.ttl = ttl;
  }

  /** Keeps {@code pending} and returns its state. */
  String keep(PendingAuthorization pending) {
    String state = RandomText.of256Bits();
    String key = RandomText.sha256(state);
    store.put(key, sealer.seal(pending.toJson(), place(key)), ttl);
    return state;
  }

  /** Takes out what belongs to {@code state}; empty when it is unknown, used or too old. */
  Optional<PendingAuthorization> take(String state) {
    if (!STATE.matcher(state).matches()) {
      return Optional.empty();
    }
    String key = RandomText.sha256(state);
    return store
        .take(key)
        .map(kept -> PendingAuthorization.fromJson(sealer.open(kept, place(key))));
  }

  private static String place(String key) {
    return "oauth-state:" + key;
  }
}
