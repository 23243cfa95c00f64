package org.healthsync.sync;

import org.healthsync.platform.Causes;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Remedy;

/**
 * Says which of a connection's tokens a provider refused. It travels as the cause of the refusal,
 * so that a late one is not taken for one of the tokens that came after.
 */
final class RefusedToken extends Exception {

  private static final long serialVersionUID = 1L;

  private final long rotation;

  private RefusedToken(long rotation, ProviderException refusal) {
    super("rotation " + rotation, refusal);
    this.rotation = rotation;
  }

  /** The refusal with the number of the token, when it is one; anything else as it is. */
  static ProviderException in(ProviderException failure, long rotation) {
    return failure.code().remedy() == Remedy.REAUTHORIZE
        ? new ProviderException(
            failure.code(),
            "the grant is refused",
            failure.retryAfter().orElse(null),
            new RefusedToken(rotation, failure))
        : failure;
  }

  /** Which token it was; 0 when the failure does not say. */
  static long rotation(ProviderException failure) {
    return Causes.first(failure, RefusedToken.class).map(refused -> refused.rotation).orElse(0L);
  }
}
