package org.healthsync.deliver.fhir;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a bundle.
 *
 * @param verdict {@link Verdict#ACCEPTED} when the server processed it; its entries tell the rest
 * @param reason stable code such as {@code timeout}; {@code ok} when processed
 * @param outcome what the server explains when it refused the bundle
 * @param retryAt when the server wants to be asked again; null when it does not say
 * @param entries one answer for each entry in the order sent when processed, else empty
 */
public record BundleAnswer(
    Verdict verdict,
    String reason,
    OutcomeDigest outcome,
    @Nullable Instant retryAt,
    List<EntryAnswer> entries) {

  static BundleAnswer processed(List<EntryAnswer> entries) {
    return new BundleAnswer(Verdict.ACCEPTED, "ok", OutcomeDigest.NONE, null, entries);
  }

  static BundleAnswer refused(String reason, OutcomeDigest outcome) {
    return new BundleAnswer(Verdict.REFUSED, reason, outcome, null, List.of());
  }

  static BundleAnswer conflict() {
    return new BundleAnswer(Verdict.CONFLICT, "conflict", OutcomeDigest.NONE, null, List.of());
  }

  static BundleAnswer unavailable(String reason, @Nullable Instant retryAt) {
    return new BundleAnswer(Verdict.UNAVAILABLE, reason, OutcomeDigest.NONE, retryAt, List.of());
  }
}
