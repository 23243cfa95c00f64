package org.healthsync.map.fhir;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR R5 resource in canonical JSON text: fixed order of elements, decimals with the source's
 * digits, no white space. Equal readings give equal text. Immutable.
 *
 * <p>{@code resourceType} and, where the resource has one, {@code status} come first in the text.
 *
 * @param resourceType such as {@code Observation}
 * @param id the id under which it is PUT
 * @param readingType type of the reading that it was made of; {@code device} or {@code provenance}
 *     for those
 * @param sourceKey the provider's name of it, within the account and the reading type
 * @param json the canonical text
 * @param contentHash SHA-256, in hex, of the content: the canonical text without id, meta and
 *     status
 * @param measuredAt when it was measured, for telling whether it lies in a window; midnight UTC of
 *     the civil day for what belongs to a day; null for what is not measured
 * @param preliminary whether the value can still grow
 */
public record FhirResource(
    String resourceType,
    UUID id,
    String readingType,
    String sourceKey,
    String json,
    String contentHash,
    @Nullable Instant measuredAt,
    boolean preliminary) {

  private static final String STATUS = ",\"status\":\"";

  /** The content hash as 32 bytes. */
  public byte[] contentHashBytes() {
    return HexFormat.of().parseHex(contentHash);
  }

  /** {@code Observation/<id>}. */
  public String reference() {
    return resourceType + "/" + id;
  }

  /**
   * The text with another status, of the ledger's set {@code final}, {@code preliminary}, {@code
   * amended}, {@code corrected}, {@code entered-in-error}. Only an Observation knows them all: what
   * else has a status knows {@code entered-in-error} and otherwise keeps its own. A Provenance has
   * no status and stays as it is.
   *
   * @param status code of the Observation's status
   */
  public String withStatus(String status) {
    int head = "{\"resourceType\":\"\"".length() + resourceType.length();
    if (!json.startsWith(STATUS, head)) {
      return json;
    }
    int start = head + STATUS.length();
    boolean known = resourceType.equals("Observation") || status.equals("entered-in-error");
    return known
        ? json.substring(0, start) + status + json.substring(json.indexOf('"', start))
        : json;
  }

  @Override
  public String toString() {
    return reference() + " (" + readingType + ")";
  }
}
