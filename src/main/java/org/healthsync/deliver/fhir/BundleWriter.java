package org.healthsync.deliver.fhir;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes transaction bundles (FHIR R5, Bundle and RESTful API, section "transaction"). Bodies are
 * spliced in as they are: no model is built, so no decimal loses its scale.
 */
final class BundleWriter {

  private static final byte[] BEGIN =
      utf8("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
  private static final byte[] RESOURCE = utf8("{\"resource\":");
  private static final byte[] REQUEST = utf8(",\"request\":{\"method\":\"PUT\",\"url\":\"");
  private static final byte[] END_OF_ENTRY = utf8("\"}}");
  private static final byte[] END = utf8("]}");

  private BundleWriter() {}

  /** One PUT for each entry; no two may have the same reference. */
  static byte[] transaction(List<FhirEntry> entries) {
    int size = entries.stream().mapToInt(entry -> entry.body().length + 128).sum();
    ByteArrayOutputStream bundle = new ByteArrayOutputStream(size + 64);
    bundle.writeBytes(BEGIN);
    String separator = "";
    for (FhirEntry entry : entries) {
      bundle.writeBytes(utf8(separator));
      bundle.writeBytes(RESOURCE);
      bundle.writeBytes(entry.body());
      bundle.writeBytes(REQUEST);
      bundle.writeBytes(utf8(entry.reference()));
      bundle.writeBytes(END_OF_ENTRY);
      separator = ",";
    }
    bundle.writeBytes(END);
    return bundle.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
