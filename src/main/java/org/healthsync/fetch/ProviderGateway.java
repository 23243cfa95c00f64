package org.healthsync.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/** {@link Attempts} inside the server: fault tolerance outside, our own errors inside. */
@ApplicationScoped
public class ProviderGateway implements Attempts {

  private static final Duration SOON = Duration.ofSeconds(1);

  @Inject GuardedAttempts guarded;

  @Override
  public HttpAnswer run(Attempt attempt) throws ProviderException {
    try {
      return guarded.run(attempt);
    } catch (RepeatableFailureException e) {
      throw Attempts.givenUp(e);
    } catch (BulkheadException e) {
      throw new ProviderException(
          StandardError.THROTTLED, "too many requests are under way", SOON, null);
    } catch (FaultToleranceException e) {
      throw new ProviderException(
          StandardError.PROVIDER_UNAVAILABLE, "the request took too long", e);
    }
  }
}
