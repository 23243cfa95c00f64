package org.healthsync.platform;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places at which tests stop the process dead, as a power failure would. Without the system
 * property {@code healthsync.crash} they do nothing. {@code after-fetch:3} halts at the third
 * passage of {@link #AFTER_FETCH}.
 */
public enum CrashPoint {
  /** A page was fetched, nothing of it is stored. */
  AFTER_FETCH,
  /** The transaction with the page's results is complete but not committed. */
  BEFORE_COMMIT,
  /** It is committed. */
  AFTER_COMMIT,
  /** The FHIR server has taken a bundle, the outbox does not know it yet. */
  AFTER_DELIVERY,
  /** The provider has rotated the tokens, they are not stored yet. */
  AFTER_TOKEN_RESPONSE;

  private static final String ARMED = System.getProperty("healthsync.crash", "");
  private static final int EXIT_AS_IF_KILLED = 137;

  // only one point can be armed, so one counter does
  private static final AtomicInteger PASSAGES = new AtomicInteger();

  /** Stops the process when this point is armed and has been passed often enough. */
  public void pass() {
    if (ARMED.isEmpty()) {
      return;
    }
    String[] armed = ARMED.split(":", -1);
    if (armed[0].equals(name().toLowerCase(Locale.ROOT).replace('_', '-'))
        && PASSAGES.incrementAndGet() == Integer.parseInt(armed[1])) {
      Runtime.getRuntime().halt(EXIT_AS_IF_KILLED);
    }
  }
}
