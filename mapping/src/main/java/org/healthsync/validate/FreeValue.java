package org.healthsync.validate;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that do not decide on validity as long as they look as usual. Each kind vouches for a
 * value by naming its class, which becomes part of the shape; for a value that it does not vouch
 * for it answers null, and the value itself becomes part of the shape, so that the full validator
 * has the word on it. The checks are stricter than FHIR's rules on purpose.
 */
enum FreeValue {
  /** An id. */
  ID {
    @Override
    @Nullable String classOf(String text) {
      return isId(text, 0) ? "id" : null;
    }
  },
  /** A relative reference; its type matters, its id does not. */
  REFERENCE {
    @Override
    @Nullable String classOf(String text) {
      int slash = text.indexOf('/');
      return slash > 0 && isId(text, slash + 1) ? text.substring(0, slash) : null;
    }
  },
  /** A date or a time with seconds and offset; which of both matters. */
  DATE_TIME {
    @Override
    @Nullable String classOf(String text) {
      try {
        if (text.length() == DATE_LENGTH) {
          return isUsual(LocalDate.parse(text)) ? DATE : null;
        }
        boolean seconds = text.length() >= SHORTEST_TIME && text.charAt(16) == ':';
        boolean offset = text.endsWith("Z") || "+-".indexOf(text.charAt(text.length() - 6)) >= 0;
        if (!seconds || !offset || text.startsWith("24", 11) || text.indexOf(',') >= 0) {
          return null;
        }
        return isUsual(OffsetDateTime.parse(text).toLocalDate()) ? TIME : null;
      } catch (DateTimeException | StringIndexOutOfBoundsException e) {
        return null;
      }
    }
  },
  /** A decimal of a sane number of digits. */
  DECIMAL {
    @Override
    @Nullable String classOf(String text) {
      return isDecimal(text) ? "decimal" : null;
    }
  },
  /** A short text of letters, digits and harmless signs. */
  TEXT {
    @Override
    @Nullable String classOf(String text) {
      boolean trimmed = !text.isEmpty() && text.length() <= MAX_TEXT && text.strip().equals(text);
      return trimmed && text.codePoints().allMatch(FreeValue::isHarmless) ? "text" : null;
    }
  },
  /** A status that our resources have; no rule of FHIR tells these apart. */
  STATUS {
    @Override
    @Nullable String classOf(String text) {
      return STATUSES.contains(text) ? "status" : null;
    }
  },
  /**
   * An IANA zone, or a code of our extension for the source of an offset. Which of both it is
   * matters; {@code unknown} is a code of other extensions too and so vouched for by none.
   */
  ZONE_OR_SOURCE {
    @Override
    @Nullable String classOf(String text) {
      if (OFFSET_SOURCES.contains(text)) {
        return "source";
      }
      return ZONES.contains(text) ? "zone" : null;
    }
  },
  /** A code of our extension for the recording method; those of others are none of these. */
  OWN_CODE {
    @Override
    @Nullable String classOf(String text) {
      return RECORDING_METHODS.contains(text) ? "method" : null;
    }
  },
  /**
   * A namespace of identifiers as we name them. The validator looks at no identifier's system but
   * those of its own, which have a colon after the scheme only.
   */
  NAMESPACE {
    @Override
    @Nullable String classOf(String text) {
      return text.length() <= MAX_TEXT && NAMESPACES.matcher(text).matches() ? "namespace" : null;
    }
  },
  /** A file in base64, without white space. */
  BASE64 {
    @Override
    @Nullable String classOf(String text) {
      int end = text.endsWith("==") ? text.length() - 2 : text.length();
      end = end == text.length() && text.endsWith("=") ? end - 1 : end;
      boolean clean = text.chars().limit(end).allMatch(FreeValue::isBase64);
      return clean && end > 0 && text.length() % 4 == 0 ? "base64" : null;
    }
  },
  /** Samples: decimals, FHIR's special codes, or lower-case codes, each after one space. */
  SAMPLES {
    @Override
    @Nullable String classOf(String text) {
      for (String sample : text.split(" ", -1)) {
        if (!isDecimal(sample) && !isSampleCode(sample)) {
          return null;
        }
      }
      return "samples";
    }
  };

  static final String DATE = "date";
  static final String TIME = "time";

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final Set<String> STATUSES =
      Set.of("final", "preliminary", "amended", "corrected", "entered-in-error");
  private static final Set<String> OFFSET_SOURCES =
      Set.of("provider", "zone", "profile", "assumed");
  private static final Set<String> RECORDING_METHODS = Set.of("automatic", "manual");
  private static final Pattern NAMESPACES =
      Pattern.compile(
          "https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/fhir/sid(/[a-z0-9-]+){1,2}");
  private static final int DATE_LENGTH = "2026-03-01".length();
  private static final int SHORTEST_TIME = "2026-03-01T07:12:33Z".length();
  private static final int MAX_ID = 64;
  private static final int MAX_TEXT = 300;
  private static final int MAX_DECIMAL = 17;
  private static final String SIGNS = " -_.,:;/()+|%@#'";

  /** The class of a value that this kind vouches for, or null. */
  abstract @Nullable String classOf(String text);

  private static boolean isUsual(LocalDate date) {
    return date.getYear() >= 1900 && date.getYear() <= 2099;
  }

  private static boolean isId(String text, int start) {
    int length = text.length() - start;
    if (length < 1 || length > MAX_ID) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAsciiLetter(c) && !isDigit(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDecimal(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int dot = text.indexOf('.');
    int whole = (dot < 0 ? text.length() : dot) - start;
    boolean leadingZero = whole > 1 && text.charAt(start) == '0';
    if (whole < 1 || leadingZero || dot == text.length() - 1 || text.length() > MAX_DECIMAL) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (i != dot && !isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSampleCode(String text) {
    if (text.equals("E") || text.equals("U") || text.equals("L")) {
      return true;
    }
    return !text.isEmpty() && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-');
  }

  private static boolean isBase64(int c) {
    return c < 0x80 && (isAsciiLetter((char) c) || isDigit((char) c) || c == '+' || c == '/');
  }

  private static boolean isHarmless(int c) {
    return c < 0x80
        ? isAsciiLetter((char) c) || isDigit((char) c) || SIGNS.indexOf(c) >= 0
        : Character.isLetter(c);
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
