package org.healthsync.ledger;

import java.time.Instant;
import java.util.Set;
import org.healthsync.spi.stream.Window;

/**
 * A window of an authoritative stream was read to its end: what it did not show is gone.
 *
 * @param origin with the request whose pages marked what they saw
 * @param window what was read
 * @param readBegan when the first page of the window was asked for, or earlier; what changed since
 *     is left alone, because another read may have brought it
 * @param notMapped reading types that the mapping leaves out, so that their absence says nothing
 */
public record Reconciliation(
    Origin origin, Window window, Instant readBegan, Set<String> notMapped) {

  /** Demands a request and copies the types. */
  public Reconciliation {
    notMapped = Set.copyOf(notMapped);
    if (origin.request() == null) {
      throw new IllegalArgumentException("a window is read for a request");
    }
  }
}
