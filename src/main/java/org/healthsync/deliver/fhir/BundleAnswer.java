package org.healthsync.deliver.fhir;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a bundle.
 *
 * @param verdict {@link Verdict#ACCEPTED} when the server processed it; its entries tell the rest
 * @param reason stable code such as {@code timeout}; {@code ok} when processed
 * @param outcome what the server explains when it did not take the bundle
 * @param retryAt when the server wants to be asked again; null when it does not say
 * @param entries one answer for each entry in the order sent when processed, else empty
 * @param inDoubt whether the server may have taken it all the same, or may take it yet
 */
public record BundleAnswer(
    Verdict verdict,
    String reason,
    OutcomeDigest outcome,
    @Nullable Instant retryAt,
    List<EntryAnswer> entries,
    boolean inDoubt) {

  /** Reason of a server that fails. */
  static final String FAULT = "http-500";

  static BundleAnswer processed(List<EntryAnswer> entries) {
    return new BundleAnswer(Verdict.ACCEPTED, "ok", OutcomeDigest.NONE, null, entries, false);
  }

  static BundleAnswer refused(String reason, OutcomeDigest outcome) {
    return new BundleAnswer(Verdict.REFUSED, reason, outcome, null, List.of(), false);
  }

  static BundleAnswer conflict(String reason, OutcomeDigest outcome) {
    return new BundleAnswer(Verdict.CONFLICT, reason, outcome, null, List.of(), false);
  }

  static BundleAnswer fault(OutcomeDigest outcome, @Nullable Instant retryAt) {
    return new BundleAnswer(Verdict.FAULT, FAULT, outcome, retryAt, List.of(), false);
  }

  static BundleAnswer unavailable(String reason, @Nullable Instant retryAt) {
    return new BundleAnswer(
        Verdict.UNAVAILABLE, reason, OutcomeDigest.NONE, retryAt, List.of(), false);
  }

  static BundleAnswer inDoubt(String reason, @Nullable Instant retryAt) {
    return new BundleAnswer(
        Verdict.UNAVAILABLE, reason, OutcomeDigest.NONE, retryAt, List.of(), true);
  }

  /** Whether less at once may do. */
  public boolean isTooMuch() {
    return switch (reason) {
      case "timeout", "http-502", "http-504" -> inDoubt;
      case "fhir-413" -> true;
      default -> false;
    };
  }
}
