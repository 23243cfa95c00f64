package org.healthsync.sandbox.withings;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Codes and tokens, with the vendor's lifetimes (reference, "OAuth 2.0"): code 30 s and once;
 * access token 3 h; a refresh token lives a year and is replaced at each refresh, the old one
 * working for 8 h more or until the new access token is first used. Safe for many threads: every
 * method is atomic, so of two refreshes with one single-use token exactly one succeeds.
 */
final class Grants {

  static final Duration ACCESS_TOKEN_LIFE = Duration.ofHours(3);
  private static final Duration CODE_LIFE = Duration.ofSeconds(30);
  private static final Duration REFRESH_TOKEN_LIFE = Duration.ofDays(365);
  private static final Duration GRACE = Duration.ofHours(8);

  private record Code(Grant grant, String redirectUri, Instant end) {}

  private record Access(Grant grant, Instant end, @Nullable String retires) {}

  private record Refresh(Grant grant, Instant end) {}

  private final Clock clock;
  private boolean grace;
  private final RandomTokens tokens = new RandomTokens();
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Access> accesses = new HashMap<>();
  private final Map<String, Refresh> refreshes = new HashMap<>();

  Grants(Clock clock, boolean grace) {
    this.clock = clock;
    this.grace = grace;
  }

  /** Whether a refresh token outlives its use, from now on. */
  synchronized void grace(boolean value) {
    grace = value;
  }

  synchronized String issueCode(Grant grant, String redirectUri) {
    String code = tokens.next();
    codes.put(code, new Code(grant, redirectUri, clock.instant().plus(CODE_LIFE)));
    return code;
  }

  /** Trades a code for tokens. Whatever comes of it, the code is used up. */
  synchronized TokenPair redeem(String clientId, String redirectUri, String code) {
    Code issued = codes.remove(code);
    if (issued == null
        || !clock.instant().isBefore(issued.end())
        || !issued.grant().clientId().equals(clientId)
        || !issued.redirectUri().equals(redirectUri)) {
      throw VendorFailure.invalidParams("invalid code");
    }
    return issue(issued.grant(), null);
  }

  /** Trades a refresh token for the next pair. */
  synchronized TokenPair refresh(String clientId, String refreshToken) {
    Refresh old = refreshes.get(refreshToken);
    Instant now = clock.instant();
    if (old == null || !now.isBefore(old.end()) || !old.grant().clientId().equals(clientId)) {
      throw VendorFailure.invalidParams("invalid refresh_token");
    }
    if (!grace) {
      refreshes.remove(refreshToken);
      return issue(old.grant(), null);
    }
    Instant end = now.plus(GRACE);
    refreshes.put(
        refreshToken, new Refresh(old.grant(), end.isBefore(old.end()) ? end : old.end()));
    return issue(old.grant(), refreshToken);
  }

  private TokenPair issue(Grant grant, @Nullable String retires) {
    TokenPair pair = new TokenPair(grant, tokens.next(), tokens.next());
    Instant now = clock.instant();
    accesses.put(pair.accessToken(), new Access(grant, now.plus(ACCESS_TOKEN_LIFE), retires));
    refreshes.put(pair.refreshToken(), new Refresh(grant, now.plus(REFRESH_TOKEN_LIFE)));
    return pair;
  }

  /** Whose token this is or was before it expired, without using it. */
  synchronized Optional<Grant> peek(String accessToken) {
    return Optional.ofNullable(accesses.get(accessToken)).map(Access::grant);
  }

  /**
   * Lets a call in; the first use of a new access token ends the grace of the refresh token before
   * it.
   */
  synchronized Grant use(String accessToken) {
    Access access = accesses.get(accessToken);
    if (access == null || !clock.instant().isBefore(access.end())) {
      throw VendorFailure.unauthorized();
    }
    if (access.retires() != null) {
      refreshes.remove(access.retires());
    }
    return access.grant();
  }

  /** Ends everything that the person allowed to the client. */
  synchronized void revoke(String clientId, long userId) {
    remove(grant -> grant.userId() == userId && grant.clientId().equals(clientId));
  }

  /** Ends everything that the person allowed to anybody, as the person can in the vendor's app. */
  synchronized void revokeAll(long userId) {
    remove(grant -> grant.userId() == userId);
  }

  private void remove(Predicate<Grant> which) {
    codes.values().removeIf(code -> which.test(code.grant()));
    accesses.values().removeIf(access -> which.test(access.grant()));
    refreshes.values().removeIf(refresh -> which.test(refresh.grant()));
  }

  /** Makes every access token of the person as old as it can get; the refresh tokens stay good. */
  synchronized void expireAccessTokens(long userId) {
    Instant now = clock.instant();
    accesses.replaceAll(
        (token, access) ->
            access.grant().userId() == userId
                ? new Access(access.grant(), now, access.retires())
                : access);
  }
}
