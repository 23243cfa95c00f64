package org.healthsync.sync;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.healthsync.ledger.QuarantineInspection;
import org.healthsync.ledger.QuarantinedPart;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/** Quarantined items with the shape of what could not go on, never with its values. */
public final class QuarantineViews {

  private final QuarantineInspection inspection;
  private final Sealer sealer;

  QuarantineViews(QuarantineInspection inspection, Sealer sealer) {
    this.inspection = inspection;
    this.sealer = sealer;
  }

  /**
   * The tenant's item.
   *
   * @throws ProblemException {@code not-found}
   */
  public View require(TenantId tenant, UUID id) {
    QuarantinedPart part =
        inspection
            .find(tenant, id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.NOT_FOUND, "There is no such item in quarantine"));
    return new View(part, shape(part));
  }

  private @Nullable Object shape(QuarantinedPart part) {
    byte[] resource = part.resource();
    if (resource != null) {
      return RedactedExtract.of(new String(resource, StandardCharsets.UTF_8));
    }
    byte[] sealed = part.sealedExtract();
    if (sealed == null) {
      return null;
    }
    try {
      byte[] plain = sealer.open(sealed, "quarantine");
      return RedactedExtract.of(new String(plain, StandardCharsets.UTF_8));
    } catch (Sealer.BrokenSealException e) {
      return null; // its key is gone: there is nothing left to show
    }
  }

  /**
   * An item and its shape.
   *
   * @param part the item
   * @param extract maps, lists and texts; null when nothing is stored or can be opened
   */
  public record View(QuarantinedPart part, @Nullable Object extract) {}
}
