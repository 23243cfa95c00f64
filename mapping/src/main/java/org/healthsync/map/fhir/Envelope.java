package org.healthsync.map.fhir;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts head and content together: type, status, id and meta are outside of the hash. */
final class Envelope {

  private Envelope() {}

  @SuppressWarnings("TooManyParameters") // mirrors the record that it makes
  static FhirResource wrap(
      String resourceType,
      UUID id,
      String readingType,
      String sourceKey,
      @Nullable String status,
      @Nullable String profile,
      String content,
      @Nullable Instant measuredAt,
      boolean preliminary) {
    CanonicalJson head = new CanonicalJson().string("resourceType", resourceType);
    head.optional("status", status).string("id", id.toString());
    if (profile != null) {
      head.object("meta").array("profile").element(Vocabularies.PROFILE + profile).endArray().end();
    }
    String headText = head.finish();
    String json = headText.substring(0, headText.length() - 1) + "," + content.substring(1);
    String hash = HexFormat.of().formatHex(ResourceIds.sha256(resourceType + content));
    return new FhirResource(
        resourceType, id, readingType, sourceKey, json, hash, measuredAt, preliminary);
  }
}
