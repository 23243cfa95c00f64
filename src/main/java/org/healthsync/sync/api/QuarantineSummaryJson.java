package org.healthsync.sync.api;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.ledger.QuarantineCount;
import org.jspecify.annotations.Nullable;

/**
 * What is in quarantine, by kind.
 *
 * @param kinds most first
 */
@Schema(name = "QuarantineSummary")
public record QuarantineSummaryJson(List<Kind> kinds) {

  /** Copies the kinds. */
  public QuarantineSummaryJson {
    kinds = List.copyOf(kinds);
  }

  static QuarantineSummaryJson of(List<QuarantineCount> counts) {
    return new QuarantineSummaryJson(counts.stream().map(Kind::of).toList());
  }

  /** How much of one kind. */
  @Schema(name = "QuarantineKind")
  public record Kind(
      String stage,
      String reason,
      String stream,
      @Nullable String readingType,
      long items,
      long occurrences,
      long connections,
      Instant lastAt) {

    static Kind of(QuarantineCount count) {
      return new Kind(
          count.stage().name(),
          count.reason(),
          count.stream(),
          count.readingType(),
          count.items(),
          count.occurrences(),
          count.connections(),
          count.lastAt());
    }
  }
}
