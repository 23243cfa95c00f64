package org.healthsync.map.fhir;

import java.util.Locale;
import org.healthsync.spi.reading.Header;

/** Writes what all resources made of readings share: our remarks and the identifier. */
final class ReadingHead {

  private final ResourceContext context;
  private final OwnNames names;
  private final String account;

  ReadingHead(ResourceContext context) {
    this.context = context;
    this.names = context.names();
    this.account = ResourceIds.accountHash(context);
  }

  /**
   * Writes extensions and identifier.
   *
   * @param key the source key, with what names the piece where a reading becomes several resources
   */
  void write(CanonicalJson json, Header header, String key, boolean implausible) {
    json.array("extension");
    json.codeExtension(
        names.extension(OwnTerminology.RECORDING_METHODS),
        header.method().name().toLowerCase(Locale.ROOT));
    if (implausible) {
      json.codeExtension(names.extension(OwnTerminology.DATA_QUALITY), "implausible");
    }
    if ("ambiguous".equals(header.qualifiers().get("attribution"))) {
      json.codeExtension(names.extension(OwnTerminology.DATA_QUALITY), "ambiguous-person");
    }
    json.endArray().array("identifier").object();
    json.string("system", names.identifiers(context.provider(), header.type()));
    json.string("value", account + "/" + key);
    json.end().endArray();
  }
}
