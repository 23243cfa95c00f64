package org.healthsync.ledger;

import org.healthsync.platform.RequestId;
import org.healthsync.spi.stream.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * What moves together with a page's results.
 *
 * @param window the window request that goes on at {@code next}; null when the stream itself does
 * @param next where the next page begins; null when nothing moves
 */
public record Progress(@Nullable RequestId window, @Nullable Cursor next) {

  /** The stream's own cursor moves. */
  public static Progress ofStream(Cursor next) {
    return new Progress(null, next);
  }

  /** The place inside a window moves; the stream's cursor stays. */
  public static Progress ofWindow(RequestId window, Cursor next) {
    return new Progress(window, next);
  }

  /** Nothing moves: the data came inside a notification. */
  public static Progress none() {
    return new Progress(null, null);
  }
}
