package org.healthsync.withings;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.healthsync.spi.Verdict;

/**
 * Families of the {@code status} member, which carries the outcome while HTTP says 200 ("Response
 * status" of the reference). The texts of single codes change between editions, the families do
 * not.
 */
enum StatusFamily {
  /** "Operation was successful". */
  SUCCESS(Verdict.Kind.OK, "0"),
  /** "Authentication failed". */
  AUTHENTICATION_FAILED(Verdict.Kind.UNAUTHORIZED, "100-102,200,401"),
  /** "Invalid params". */
  INVALID_PARAMS(
      Verdict.Kind.PERMANENT,
      "201-213,216-218,220,221,223,225,227-230,234-236,238,240-252,254,260-267,271,272,275,276,"
          + "283-288,290,293-295,297,300-304,321,323-353,380-382,400,501-511,523,532,3017-3019"),
  /** "Unauthorized": the scope or the ownership is missing. */
  UNAUTHORIZED(Verdict.Kind.FORBIDDEN, "214,277,2553,2555"),
  /** "Not implemented": an action that the service does not know. */
  NOT_IMPLEMENTED(Verdict.Kind.PERMANENT, "2554"),
  /** "Timeout". */
  TIMEOUT(Verdict.Kind.TRANSIENT, "522"),
  /** "Bad state". */
  BAD_STATE(Verdict.Kind.TRANSIENT, "524"),
  /** "Too many request"; the answer does not say how long to wait. */
  TOO_MANY_REQUESTS(Verdict.Kind.THROTTLED, "601"),
  /** "An error occurred"; also the family of codes that are not documented. */
  ERROR_OCCURRED(
      Verdict.Kind.TRANSIENT,
      "215,219,222,224,226,231,233,237,253,255-259,268-270,273,274,278-282,289,291,292,296,298,"
          + "305-320,322,370-379,383,391,402,516-521,525-531,533,602,700,1051-1054,2551,2552,"
          + "2556-2559,3000-3016,3020-3024,5000-5006,6000,6010,6011,9000,10000");

  private static final Map<Long, StatusFamily> BY_CODE = new HashMap<>();

  static {
    for (StatusFamily family : values()) {
      Arrays.stream(family.codes.split(",", -1)).forEach(range -> register(range, family));
    }
  }

  private final Verdict.Kind kind;
  private final String codes;

  StatusFamily(Verdict.Kind kind, String codes) {
    this.kind = kind;
    this.codes = codes;
  }

  /** The family of a code. */
  static StatusFamily of(long code) {
    return BY_CODE.getOrDefault(code, ERROR_OCCURRED);
  }

  /** What an answer of a data service with such a status means. */
  Verdict.Kind kind() {
    return kind;
  }

  private static void register(String range, StatusFamily family) {
    String[] ends = range.split("-", -1);
    long last = Long.parseLong(ends[ends.length - 1]);
    for (long code = Long.parseLong(ends[0]); code <= last; code++) {
      if (BY_CODE.put(code, family) != null) {
        throw new IllegalStateException("status " + code + " is in two families");
      }
    }
  }
}
