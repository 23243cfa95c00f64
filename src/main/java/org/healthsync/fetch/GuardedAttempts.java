package org.healthsync.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.healthsync.spi.ProviderException;

/**
 * MicroProfile Fault Tolerance around one attempt; every number can be changed by configuration
 * ({@code org.healthsync.fetch.GuardedAttempts/run/Retry/maxRetries} and so on).
 *
 * <p>No circuit breaker here: the specification keeps one state per method, so one provider's
 * outage would cut off all the others. {@link Breakers} keeps one per provider.
 */
@ApplicationScoped
public class GuardedAttempts {

  /** Runs {@code attempt}, again after a moment when nothing was sent or it was a read. */
  @Retry(
      maxRetries = 2,
      delay = 200,
      jitter = 100,
      maxDuration = 70,
      durationUnit = ChronoUnit.SECONDS,
      retryOn = RepeatableFailureException.class)
  @Timeout(value = 60, unit = ChronoUnit.SECONDS)
  @Bulkhead(128)
  public HttpAnswer run(Attempts.Attempt attempt)
      throws ProviderException, RepeatableFailureException {
    return attempt.run();
  }
}
