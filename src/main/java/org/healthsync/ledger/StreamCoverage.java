package org.healthsync.ledger;

import java.time.Instant;
import java.util.List;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * What of a stream was read.
 *
 * @param covered spans that were read to their end, apart from one another, oldest first
 * @param failed spans that were given up and not read since
 * @param failedCode why the last of them was given up
 * @param ownUntil how far the stream's own cursor has read; null before its first end
 */
public record StreamCoverage(
    List<Window> covered,
    List<Window> failed,
    @Nullable String failedCode,
    @Nullable Instant ownUntil) {

  /** Nothing was read. */
  public static final StreamCoverage NOTHING = new StreamCoverage(List.of(), List.of(), null, null);

  /** Copies the spans. */
  public StreamCoverage {
    covered = List.copyOf(covered);
    failed = List.copyOf(failed);
  }
}
