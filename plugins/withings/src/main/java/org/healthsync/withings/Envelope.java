package org.healthsync.withings;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
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

  /** "Invalid Params", of whatever parameter. */
  private static final long INVALID_PARAMS = 503;

  /** What an error is about that is the grant's. */
  private static final Pattern GRANT = Pattern.compile("\\b(refresh_token|code)\\b");

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
          ? verdict(request, status.getAsLong(), error(response))
          : Verdict.of(Verdict.Kind.BAD_PAYLOAD, "no status");
    } catch (ProviderException e) {
      return Verdict.of(Verdict.Kind.BAD_PAYLOAD, "no JSON");
    }
  }

  private static String error(ProviderResponse response) throws ProviderException {
    return response.json().get("error").text().orElse("").toLowerCase(Locale.ROOT);
  }

  private static Verdict verdict(ProviderRequest request, long status, String error) {
    StatusFamily family = StatusFamily.of(status);
    if (family == StatusFamily.SUCCESS || isGoneSignal(request, family)) {
      return Verdict.ok();
    }
    if (!isAboutGrant(request)) {
      return Verdict.of(family.kind(), "status " + status);
    }
    Verdict.Kind kind =
        refusesGrant(request, family, status, error)
            ? Verdict.Kind.CONSENT_LOST
            : kindWithoutGrant(family);
    return Verdict.of(kind, "status " + status);
  }

  /**
   * A recording that was deleted after it was listed is an unknown id. One of them must not stop
   * all others: the answer becomes a page without a signal, which the mapping counts.
   */
  private static boolean isGoneSignal(ProviderRequest request, StatusFamily family) {
    return family == StatusFamily.INVALID_PARAMS
        && request.operation().equals(WithingsStream.SIGNAL.operation());
  }

  /** No access token is sent to the token endpoint, so a refusal there may be one of the grant. */
  private static boolean isAboutGrant(ProviderRequest request) {
    return request.endpoint().equals(Region.TOKEN);
  }

  /**
   * A wrong client secret is answered like a wrong refresh token. It must not cost every person's
   * consent, so the error has to name what the person gave; for a revocation it says nothing of
   * that either.
   */
  private static boolean refusesGrant(
      ProviderRequest request, StatusFamily family, long status, String error) {
    if (error.contains("client")) {
      return false;
    }
    return family == StatusFamily.AUTHENTICATION_FAILED
        || (status == INVALID_PARAMS
            && !request.operation().equals(REVOKE)
            && GRANT.matcher(error).find());
  }

  /** {@code UNAUTHORIZED} would be taken for the grant's: what is left is the client's. */
  private static Verdict.Kind kindWithoutGrant(StatusFamily family) {
    return family == StatusFamily.AUTHENTICATION_FAILED ? Verdict.Kind.PERMANENT : family.kind();
  }
}
