package org.healthsync.deliver.fhir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.deliver.fhir.FhirClient.Presence;

/**
 * Finds out whether entries were refused only because their Patient is not at the server, which is
 * no fault of theirs. Asks the server once for each Patient; where it does not tell, what it said
 * about a single entry decides. One per delivery, not thread-safe.
 */
public final class Subjects {

  private final FhirClient client;
  private final Map<String, Presence> known = new HashMap<>();

  /** Asks {@code client}. */
  public Subjects(FhirClient client) {
    this.client = client;
  }

  /**
   * Whether the Patient of refused entries is missing.
   *
   * @param refused what was refused together
   * @param outcome what the server said
   */
  public boolean missing(List<FhirEntry> refused, OutcomeDigest outcome) {
    return refused.stream()
        .flatMap(entry -> TopLevel.subject(entry.body()).stream())
        .distinct()
        .anyMatch(subject -> missing(subject, refused.size(), outcome));
  }

  private boolean missing(String subject, int together, OutcomeDigest outcome) {
    return switch (known.computeIfAbsent(subject, client::find)) {
      case ABSENT -> true;
      case PRESENT -> false;
      case UNKNOWN -> together == 1 && outcome.references().contains(subject);
    };
  }
}
