package org.healthsync.connect;

import java.time.Instant;
import java.util.List;
import org.healthsync.platform.ConnectionId;
import org.jspecify.annotations.Nullable;

/** Where the streams of a connection are; told by the stage that keeps cursors. */
@FunctionalInterface
public interface StreamProgress {

  /** The streams of which anything is known, in any order. */
  List<Progress> of(ConnectionId connection);

  /**
   * One stream.
   *
   * @param name the stream
   * @param cursorAt when its cursor last moved, or null
   * @param lastSuccessAt when it was last read to its end, or null
   * @param lastError code of the last failure, null after a success
   */
  record Progress(
      String name,
      @Nullable Instant cursorAt,
      @Nullable Instant lastSuccessAt,
      @Nullable String lastError) {}
}
