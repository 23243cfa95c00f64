package org.healthsync.spi.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How access tokens are renewed.
 *
 * @param kind whether there is a refresh token and whether it is replaced
 * @param grace how long a replaced refresh token still works, zero for not at all (Withings: eight
 *     hours, or until the new access token is used)
 * @param early how long before its end an access token is renewed
 * @param keepAlive renew at least this often although nobody needs the token, or the grant dies
 *     (Garmin); null when not needed
 */
public record Refresh(Kind kind, Duration grace, Duration early, @Nullable Duration keepAlive) {

  /** Kinds of refresh. */
  public enum Kind {
    /** No refresh token: the person authorizes again when the access token ends (Polar). */
    NONE,
    /** The refresh token stays valid (Google). */
    REUSABLE,
    /** Every refresh gives a new refresh token; the old one dies. */
    ROTATING
  }

  /** A rotating refresh token without grace, renewed a minute early. */
  public static Refresh rotating() {
    return new Refresh(Kind.ROTATING, Duration.ZERO, Duration.ofMinutes(1), null);
  }
}
