package org.healthsync.sandbox.withings.history;

/** How a group of measures came to its user (the vendor's {@code attrib}). */
enum Attribution {
  DEVICE(0),
  AMBIGUOUS(1),
  MANUAL(2),
  ACCOUNT_CREATION(4),
  AVERAGED(5);

  private final int code;

  Attribution(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
