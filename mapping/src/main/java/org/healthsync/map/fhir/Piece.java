package org.healthsync.map.fhir;

import java.util.List;
import java.util.UUID;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;

/**
 * A reading, or the part of one, that becomes one resource.
 *
 * @param reading what is written; keeps type and source key of the whole
 * @param row how
 * @param suffix what tells it apart from the other pieces of the reading; empty for the whole
 * @param links what the resource refers to
 */
record Piece(Reading reading, Row row, String suffix, Links links) {

  /**
   * References to resources of the same page.
   *
   * @param members for {@code hasMember}
   * @param derivedFrom for {@code derivedFrom}
   */
  record Links(List<String> members, List<String> derivedFrom) {
    static final Links NONE = new Links(List.of(), List.of());
  }

  /** The value of the identifier within the account. */
  String key() {
    String sourceKey = reading.header().sourceKey();
    return suffix.isEmpty() ? sourceKey : sourceKey + "/" + suffix;
  }

  UUID id(ResourceContext context) {
    Header header = reading.header();
    return suffix.isEmpty()
        ? ResourceIds.of(context, header.type(), header.sourceKey())
        : ResourceIds.of(context, header.type(), header.sourceKey(), suffix);
  }

  String reference(ResourceContext context) {
    return row.resource().fhirType() + "/" + id(context);
  }
}
