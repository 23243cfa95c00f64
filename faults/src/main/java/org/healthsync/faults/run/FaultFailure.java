package org.healthsync.faults.run;

/** The service did not do what it should under a fault; the message says what was seen. */
public final class FaultFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With what was seen. */
  public FaultFailure(String message) {
    super(message);
  }
}
