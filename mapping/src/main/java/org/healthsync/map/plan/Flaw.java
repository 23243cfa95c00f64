package org.healthsync.map.plan;

/** What can be wrong with a part of a page. Codes are stable: quarantine and metrics name them. */
public enum Flaw {
  /** A required value is absent or null. */
  MISSING_VALUE("missing-value", "a required value is absent"),
  /** The unit, or the exponent that stands for it, is absent. */
  MISSING_UNIT("missing-unit", "the unit of a value is absent"),
  /** No time, or no part of it. */
  MISSING_TIME("missing-time", "the time of the measurement is absent"),
  /** A local time whose zone is not known. */
  MISSING_ZONE("missing-zone", "a local time has neither offset nor zone"),
  /** A part of the source key is absent. */
  MISSING_KEY("missing-key", "a part of the source key is absent"),
  /** Text that is no number, NaN among it. */
  NOT_A_NUMBER("not-a-number", "a value that must be a number is none"),
  /** An exponent beyond all sense. */
  NUMBER_OUT_OF_RANGE("number-out-of-range", "a number has an absurd size or exponent"),
  /** Floating point arithmetic of an expression touched a measured value. */
  INEXACT_NUMBER("inexact-number", "an expression computed a value without exact arithmetic"),
  /** Text with lone surrogates or control characters, or far too long. */
  BAD_TEXT("bad-text", "a text holds characters that no text may hold, or too many"),
  /** A time that cannot be read or lies in no century of ours. */
  BAD_TIME("bad-time", "a time cannot be read"),
  /** The end is before the start. */
  BAD_PERIOD("bad-period", "a period ends before it starts"),
  /** The source key is longer than a header allows. */
  BAD_KEY("bad-key", "the source key is empty or too long"),
  /** A code that the lookup table does not know. */
  UNKNOWN_CODE("unknown-code", "a code is not in its lookup table"),
  /** A structure other than documented, such as text where a list belongs. */
  UNEXPECTED_SHAPE("unexpected-shape", "the value has another structure than documented"),
  /** An expression failed or took too long. */
  EXPRESSION_FAILED("expression-failed", "the expression of a mapping failed");

  private final String code;
  private final String message;

  Flaw(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Stable code. */
  public String code() {
    return code;
  }

  /** For operators. */
  public String message() {
    return message;
  }
}
