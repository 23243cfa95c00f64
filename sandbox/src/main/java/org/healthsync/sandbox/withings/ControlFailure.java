package org.healthsync.sandbox.withings;

/** A control call that names nothing the cloud has; becomes an HTTP 404. */
final class ControlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ControlFailure(String message) {
    super(message);
  }
}
