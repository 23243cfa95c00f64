package org.healthsync.map.fhir;

import java.util.List;

/** A mapping table that must not take effect; says every mistake with file and line. */
public final class MappingTableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MappingTableException(List<String> mistakes) {
    super(String.join("\n", mistakes));
  }
}
