package org.healthsync.sync;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was begun to try quarantined items again.
 *
 * @param items that were chosen
 * @param remapped items whose archived page is mapped again
 * @param refetched items whose page is no longer in the archive, so that days are fetched again
 * @param redelivered items whose resource was put into the outbox again
 * @param skipped items for which nothing can be done now: the connection is not active, or its
 *     stream cannot be asked
 * @param syncs ids of the syncs that map or fetch
 * @param refetches what is fetched again
 * @param more whether further items match: call again for the next of them
 */
@Schema(name = "Replay")
public record ReplayView(
    int items,
    int remapped,
    int refetched,
    int redelivered,
    int skipped,
    List<String> syncs,
    List<Refetch> refetches,
    boolean more) {

  /** Nothing, of which more may follow. */
  static final ReplayView NOTHING = new ReplayView(0, 0, 0, 0, 0, List.of(), List.of(), false);

  /** Copies the lists. */
  public ReplayView {
    syncs = List.copyOf(syncs);
    refetches = List.copyOf(refetches);
  }

  ReplayView plus(ReplayView other) {
    return new ReplayView(
        items + other.items,
        remapped + other.remapped,
        refetched + other.refetched,
        redelivered + other.redelivered,
        skipped + other.skipped,
        concat(syncs, other.syncs),
        concat(refetches, other.refetches),
        more || other.more);
  }

  ReplayView andMore() {
    return new ReplayView(items, remapped, refetched, redelivered, skipped, syncs, refetches, true);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }

  /**
   * A window that is fetched again.
   *
   * @param connectionId of which account
   * @param stream what is read
   * @param from first moment; of streams of days, the midnight UTC of the first day
   * @param to first moment that is not read
   */
  @Schema(name = "Refetch")
  public record Refetch(String connectionId, String stream, Instant from, Instant to) {}
}
