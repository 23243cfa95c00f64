package org.healthsync.sync;

import java.time.Duration;
import java.util.function.Predicate;
import org.healthsync.platform.ConnectionId;
import org.healthsync.spi.stream.StreamDescriptor;

/** How long to wait before a stream is looked at again: longer where the provider notifies. */
final class PollIntervals {

  private final Predicate<ConnectionId> notified;
  private final int factor;

  /**
   * By what the streams say.
   *
   * @param notified whether the provider notifies of a connection
   * @param factor by how much looks are rarer then, at least 1
   */
  PollIntervals(Predicate<ConnectionId> notified, int factor) {
    this.notified = notified;
    this.factor = factor;
  }

  Duration of(ConnectionId connection, StreamDescriptor stream) {
    return notified.test(connection) ? stream.interval().multipliedBy(factor) : stream.interval();
  }
}
