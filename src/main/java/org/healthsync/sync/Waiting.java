package org.healthsync.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for.
 *
 * @param reason {@code destination}, {@code budget}, {@code provider}, {@code consent}, {@code
 *     operator}; null for nothing
 * @param until when it goes on; null when nobody knows
 */
record Waiting(@Nullable String reason, @Nullable Instant until) {

  static final Waiting FOR_NOTHING = new Waiting(null, null);
}
