package org.healthsync.sync;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.healthsync.ledger.Coverage;
import org.healthsync.platform.Claim;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * What a request that was read to its end is known to have shown: nothing that came after the read
 * began. A window shows itself. A stream's own cursor shows what lies between the last end and this
 * one; before its first end, what lies between its first reading and the end, since a plugin may
 * have been told to begin later than the provider's oldest data.
 */
final class ReadSpan {

  private final StreamDescriptor stream;
  private final @Nullable Window window;
  private final Instant until;

  private ReadSpan(StreamDescriptor stream, @Nullable Window window, Instant until) {
    this.stream = stream;
    this.window = window;
    this.until = until;
  }

  /** The span of a request; empty when it never began or its stream is no longer known. */
  static Optional<ReadSpan> of(SyncTarget target, SyncRequest request) {
    Instant began = request.startedAt();
    return began == null
        ? Optional.empty()
        : target.stream(request.stream())
            .map(
                known ->
                    new ReadSpan(
                        known, request.explicitWindow(), moment(known, began, target.zone())));
  }

  /** A moment as windows of the stream count: of streams of days, the person's clock in UTC. */
  static Instant moment(StreamDescriptor stream, Instant moment, ZoneId zone) {
    return stream.granularity() == Granularity.LOCAL_DAY
        ? LocalDateTime.ofInstant(moment, zone).toInstant(ZoneOffset.UTC)
        : moment;
  }

  /** Notes it. */
  void note(Coverage coverage, Claim claim) {
    if (window == null) {
      coverage.readStream(claim, stream.name(), until, until.minus(stream.lookBack()));
    } else if (window.from().isBefore(until)) {
      Instant end = window.to().isBefore(until) ? window.to() : until;
      coverage.readWindow(claim, stream.name(), new Window(window.from(), end));
    }
  }
}
