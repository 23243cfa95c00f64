package org.healthsync.sandbox.fhir.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The searches that this server knows beyond {@code _id} and {@code _lastUpdated}: those that a
 * service delivering device data, and the people looking at the result, make.
 */
public enum SearchParameter {
  IDENTIFIER("identifier", Kind.TOKEN, "identifier"),
  CODE("code", Kind.TOKEN, "code medication"),
  CATEGORY("category", Kind.TOKEN, "category"),
  TYPE("type", Kind.TOKEN, "type"),
  STATUS("status", Kind.TOKEN, "status"),
  PATIENT("patient", Kind.REFERENCE, "subject patient"),
  SUBJECT("subject", Kind.REFERENCE, "subject"),
  DEVICE("device", Kind.REFERENCE, "device"),
  TARGET("target", Kind.REFERENCE, "target"),
  // "occurence" is R5's own spelling, in MedicationAdministration
  DATE("date", Kind.DATE, "effective occurrence occurence date"),
  WHEN("when", Kind.DATE, "occurred"),
  RECORDED("recorded", Kind.DATE, "recorded");

  /** How values are compared. */
  public enum Kind {
    TOKEN,
    REFERENCE,
    DATE
  }

  private final String code;
  private final Kind kind;

  /** Separated by spaces. */
  private final String elements;

  SearchParameter(String code, Kind kind, String elements) {
    this.code = code;
    this.kind = kind;
    this.elements = elements;
  }

  public static Optional<SearchParameter> ofCode(String code) {
    return Stream.of(values()).filter(p -> p.code.equals(code)).findFirst();
  }

  /** The name in a query. */
  public String code() {
    return code;
  }

  public Kind kind() {
    return kind;
  }

  /** The elements directly under the resource that hold the values, a choice without its type. */
  public List<String> elements() {
    return List.of(elements.split(" ", -1));
  }
}
