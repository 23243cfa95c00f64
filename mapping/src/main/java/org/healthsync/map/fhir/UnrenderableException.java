package org.healthsync.map.fhir;

/** A reading that cannot become a resource; caught where rendering starts. No values inside. */
final class UnrenderableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String reason;

  UnrenderableException(String code, String reason) {
    super(reason, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  String code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
