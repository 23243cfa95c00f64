package org.healthsync.spi.notify;

import java.util.List;
import org.healthsync.spi.stream.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What a notification means and how to answer it.
 *
 * @param outcome whether it was verified
 * @param changes what to do, in order; empty for handshakes and refusals
 * @param status HTTP status of the answer
 * @param contentType media type of the answer's body, or null without one
 * @param body the answer's body
 * @param reason why it was refused, for the audit log; empty otherwise
 */
public record Notified(
    Outcome outcome,
    List<Change> changes,
    int status,
    @Nullable String contentType,
    Payload body,
    String reason) {

  /** Outcomes of verification. */
  public enum Outcome {
    /** Verified. */
    ACCEPTED,
    /** A registration handshake, answered. */
    HANDSHAKE,
    /** Not verified. */
    REFUSED
  }

  /** Copies the changes. */
  public Notified {
    changes = List.copyOf(changes);
  }

  /** Outcome and number of changes; accounts are personal and stay out. */
  @Override
  public String toString() {
    return "Notified[" + outcome + ", " + status + ", " + changes.size() + " changes]";
  }

  /** Verified, answered with {@code status} and no body. */
  public static Notified accepted(int status, List<Change> changes) {
    return new Notified(Outcome.ACCEPTED, changes, status, null, Payload.of(""), "");
  }

  /** A handshake answered with a body. */
  public static Notified handshake(int status, @Nullable String contentType, Payload body) {
    return new Notified(Outcome.HANDSHAKE, List.of(), status, contentType, body, "");
  }

  /** Not verified. */
  public static Notified refused(String reason) {
    return new Notified(Outcome.REFUSED, List.of(), 403, null, Payload.of(""), reason);
  }
}
