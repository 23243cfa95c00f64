package org.healthsync.spi.http;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Read-only JSON. Looking for what is not there gives a missing view, never null and never an
 * exception, so that optional members need no checks on the way. Numbers keep every digit.
 */
public interface JsonView {

  /** Kinds of JSON values. */
  enum Kind {
    /** An object. */
    OBJECT,
    /** An array. */
    ARRAY,
    /** A string. */
    TEXT,
    /** A number. */
    NUMBER,
    /** True or false. */
    TRUTH,
    /** The literal null. */
    NULL,
    /** Not there. */
    MISSING
  }

  /** What this is. */
  Kind kind();

  /** The member of that name; missing when this is no object. */
  JsonView get(String name);

  /** The element at that place; missing when this is no array. */
  JsonView get(int index);

  /** The value at a JSON Pointer (RFC 6901). */
  JsonView at(String pointer);

  /** Elements of an array in order; empty for anything else (PHP writes empty objects as []). */
  List<JsonView> elements();

  /** Members of an object in order; empty for anything else. */
  Map<String, JsonView> members();

  /** A string as it is, a number or truth value as written; empty for anything else. */
  Optional<String> text();

  /** A number, or a string that holds one; empty for anything else. */
  Optional<BigDecimal> decimal();

  /** A whole number within 64 bits, or a string that holds one; empty for anything else. */
  OptionalLong integer();

  /** True or false, also written as 1 or 0; empty for anything else. */
  Optional<Boolean> truth();

  /** Whether this is absent or null. */
  default boolean isAbsent() {
    return kind() == Kind.MISSING || kind() == Kind.NULL;
  }
}
