package org.healthsync.ledger;

import java.time.Instant;
import org.healthsync.spi.stream.Window;

/**
 * A window of an authoritative stream was read to its end: what it did not show is gone.
 *
 * @param origin with the request whose pages marked what they saw
 * @param window what was read
 * @param readBegan when the first page of the window was asked for, or earlier; what changed since
 *     is left alone, because another read may have brought it
 */
public record Reconciliation(Origin origin, Window window, Instant readBegan) {

  /** Demands a request. */
  public Reconciliation {
    if (origin.request() == null) {
      throw new IllegalArgumentException("a window is read for a request");
    }
  }
}
