package org.healthsync.deliver.fhir;

/**
 * There was no usable answer; whether the request took effect is unknown. Carries no cause, because
 * messages of HTTP stacks quote what was sent.
 */
final class ExchangeException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a stable code such as {@code timeout}. */
  ExchangeException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
