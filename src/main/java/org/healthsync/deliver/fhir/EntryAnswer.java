package org.healthsync.deliver.fhir;

/**
 * What the server says about one entry of a bundle that it processed.
 *
 * @param verdict what it means
 * @param reason stable code such as {@code fhir-422}; {@code ok} when accepted
 * @param outcome what the server explains
 */
public record EntryAnswer(Verdict verdict, String reason, OutcomeDigest outcome) {

  static final EntryAnswer OK = new EntryAnswer(Verdict.ACCEPTED, "ok", OutcomeDigest.NONE);

  // the server processed the bundle but said nothing of this one: sending it again is harmless
  static final EntryAnswer UNANSWERED =
      new EntryAnswer(Verdict.UNAVAILABLE, "unanswered", OutcomeDigest.NONE);
}
