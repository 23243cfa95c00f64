package org.healthsync.fetch;

import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/** How often and how many at a time requests are tried. */
@FunctionalInterface
public interface Attempts {

  /** One try: charges the budgets, sends, reads. Each repetition is charged again. */
  @FunctionalInterface
  interface Attempt {
    /** Does it. */
    HttpAnswer run() throws ProviderException, RepeatableFailureException;
  }

  /** Runs {@code attempt} until it succeeds or there is no point in going on. */
  HttpAnswer run(Attempt attempt) throws ProviderException;

  /** Each request is tried once. */
  static Attempts once() {
    return attempt -> {
      try {
        return attempt.run();
      } catch (RepeatableFailureException e) {
        throw givenUp(e);
      }
    };
  }

  /** What a repeatable failure becomes when it is not repeated any more. */
  static ProviderException givenUp(RepeatableFailureException failure) {
    return new ProviderException(
        StandardError.PROVIDER_UNAVAILABLE,
        "the connection failed with " + failure.getMessage(),
        failure);
  }
}
