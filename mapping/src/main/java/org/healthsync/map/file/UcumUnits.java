package org.healthsync.map.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.jspecify.annotations.Nullable;

/** Tells whether a text is a UCUM code, by the UCUM library's own table. Read on first use. */
final class UcumUnits {

  private static final String TABLE = "/ucum-essence.xml";
  private static @Nullable UcumEssenceService service;

  private UcumUnits() {}

  /** What is wrong with a code; empty when nothing is. */
  static synchronized Optional<String> complaint(String code) {
    try {
      if (service == null) {
        service = load();
      }
      return Optional.ofNullable(service.validate(code));
    } catch (UcumException | IOException e) {
      throw new IllegalStateException("the UCUM table cannot be read", e);
    }
  }

  private static UcumEssenceService load() throws UcumException, IOException {
    try (InputStream table = UcumEssenceService.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IOException(TABLE + " is not on the class path");
      }
      return new UcumEssenceService(table);
    }
  }
}
