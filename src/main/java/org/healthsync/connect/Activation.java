package org.healthsync.connect;

import java.util.Optional;
import org.healthsync.platform.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * How an authorization ended in our books.
 *
 * @param outcome activated, or why not
 * @param activated the connection that is active now, which may be an older one of the same
 *     account; null when refused
 */
public record Activation(Outcome outcome, @Nullable ConnectionId activated) {

  /** Outcomes. */
  public enum Outcome {
    /** The tokens are stored. */
    ACTIVATED,
    /** The connection was revoked meanwhile. */
    GONE,
    /** Authorized again, but with another account. */
    OTHER_ACCOUNT,
    /** Another user of the tenant is connected to this account. */
    ACCOUNT_IN_USE
  }

  static Activation of(ConnectionId id) {
    return new Activation(Outcome.ACTIVATED, id);
  }

  static Activation refused(Outcome why) {
    return new Activation(why, null);
  }

  /** The connection that is active now. */
  public Optional<ConnectionId> connection() {
    return Optional.ofNullable(activated);
  }
}
