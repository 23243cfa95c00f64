package org.healthsync.ledger;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.healthsync.platform.PlausibleTime;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/**
 * The place after an item of the quarantine list.
 *
 * @param lastAt the item's time
 * @param id the item's id
 */
public record QuarantineCursor(Instant lastAt, UUID id) {

  /** Before the first item. */
  public static final QuarantineCursor START =
      new QuarantineCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(0, 0));

  /**
   * Reads what {@link #toString} gave.
   *
   * @throws ProblemException {@code invalid-cursor} for anything else
   */
  public static QuarantineCursor parse(String text) {
    try {
      byte[] plain = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(plain, StandardCharsets.UTF_8).split(" ", -1);
      if (parts.length == 2) {
        return new QuarantineCursor(PlausibleTime.instant(parts[0]), UUID.fromString(parts[1]));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // answered below
    }
    throw new ProblemException(
        ProblemCode.INVALID_CURSOR, "use the cursor of the previous page as it is", "cursor");
  }

  /** The opaque text for clients. */
  @Override
  public String toString() {
    byte[] plain = (lastAt + " " + id).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }
}
