package org.healthsync.withings;

import java.util.OptionalLong;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;

/**
 * Judges answers by the {@code status} in their envelope. Withings answers HTTP 200 to everything;
 * any other HTTP status comes from what stands in between and passes.
 */
final class Envelope {

  /** Operation name of the call that withdraws a grant. */
  static final String REVOKE = "revoke";

  /** "Invalid Params: invalid refresh_token", also an invalid code. */
  private static final long INVALID_GRANT = 503;

  private Envelope() {}

  static Verdict judge(ProviderRequest request, ProviderResponse response) {
    if (response.status() == 429) {
      return Verdict.throttled("http 429", null);
    }
    if (response.status() < 200 || response.status() > 299) {
      return Verdict.of(Verdict.Kind.TRANSIENT, "http " + response.status());
    }
    try {
      OptionalLong status = response.json().get("status").integer();
      return status.isPresent()
          ? verdict(request, status.getAsLong())
          : Verdict.of(Verdict.Kind.BAD_PAYLOAD, "no status");
    } catch (ProviderException e) {
      return Verdict.of(Verdict.Kind.BAD_PAYLOAD, "no JSON");
    }
  }

  private static Verdict verdict(ProviderRequest request, long status) {
    StatusFamily family = StatusFamily.of(status);
    if (family == StatusFamily.SUCCESS || isGoneSignal(request, family)) {
      return Verdict.ok();
    }
    boolean grantGone = isAboutGrant(request) && refusesGrant(request, family, status);
    return Verdict.of(grantGone ? Verdict.Kind.CONSENT_LOST : family.kind(), "status " + status);
  }

  /**
   * A recording that was deleted after it was listed is an unknown id. One of them must not stop
   * all others: the answer becomes a page without a signal, which the mapping counts.
   */
  private static boolean isGoneSignal(ProviderRequest request, StatusFamily family) {
    return family == StatusFamily.INVALID_PARAMS
        && request.operation().equals(WithingsStream.SIGNAL.operation());
  }

  /** No access token is sent to the token endpoint, so a refusal there is one of the grant. */
  private static boolean isAboutGrant(ProviderRequest request) {
    return request.endpoint().equals(Region.TOKEN);
  }

  /** For a revocation 503 is what it says, invalid parameters: the grant may well be alive. */
  private static boolean refusesGrant(ProviderRequest request, StatusFamily family, long status) {
    return family == StatusFamily.AUTHENTICATION_FAILED
        || (status == INVALID_GRANT && !request.operation().equals(REVOKE));
  }
}
