package org.healthsync.deliver.fhir;

/**
 * There was no usable answer. Carries no cause, because messages of HTTP stacks quote what was
 * sent.
 */
final class ExchangeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean arrived;

  private ExchangeException(String reason, boolean arrived) {
    super(reason);
    this.arrived = arrived;
  }

  /** The request was not sent; with a stable code such as {@code token-refused}. */
  static ExchangeException notSent(String reason) {
    return new ExchangeException(reason, false);
  }

  /** Whether the request took effect is unknown; with a stable code such as {@code timeout}. */
  static ExchangeException inDoubt(String reason) {
    return new ExchangeException(reason, true);
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether the request may have taken effect, or may take effect yet. */
  boolean mayHaveArrived() {
    return arrived;
  }
}
