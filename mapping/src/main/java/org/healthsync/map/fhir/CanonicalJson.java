package org.healthsync.map.fhir;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes FHIR JSON to memory in the order of the calls. Refuses what no FHIR string may hold, so
 * that nothing unfit reaches the text. One thread, one document.
 *
 * <p>It knows no more of JSON than our resources need: names are constants of ours, and of all
 * signs only quote and backslash are left to escape. A test reads its text with HAPI's parser.
 */
final class CanonicalJson {

  /** Digits beyond which a decimal is no measurement and its plain text no longer sane. */
  private static final int MAX_DIGITS = 30;

  private final StringBuilder text = new StringBuilder(1536).append('{');

  /** Closes the document and gives its text. */
  String finish() {
    return text.append('}').toString();
  }

  CanonicalJson object(String name) {
    return named(name, '{');
  }

  CanonicalJson object() {
    separate();
    return sign('{');
  }

  CanonicalJson end() {
    return sign('}');
  }

  CanonicalJson array(String name) {
    return named(name, '[');
  }

  CanonicalJson endArray() {
    return sign(']');
  }

  CanonicalJson string(String name, String value) {
    name(name);
    return quoted(value);
  }

  CanonicalJson optional(String name, @Nullable String value) {
    return value == null ? this : string(name, value);
  }

  CanonicalJson element(String value) {
    separate();
    return quoted(value);
  }

  CanonicalJson decimal(String name, BigDecimal value) {
    if (value.precision() > MAX_DIGITS || Math.abs(value.scale()) > MAX_DIGITS) {
      throw new UnrenderableException("out-of-range", "a number has too many digits");
    }
    name(name);
    text.append(value.toPlainString());
    return this;
  }

  CanonicalJson integer(String name, int value) {
    name(name);
    text.append(value);
    return this;
  }

  CanonicalJson bool(String name, boolean value) {
    name(name);
    text.append(value);
    return this;
  }

  /** A list of references; nothing where there are none. */
  CanonicalJson references(String name, List<String> targets) {
    if (targets.isEmpty()) {
      return this;
    }
    array(name);
    targets.forEach(target -> object().string("reference", target).end());
    return endArray();
  }

  CanonicalJson reference(String name, String target) {
    return object(name).string("reference", target).end();
  }

  CanonicalJson coding(String system, String code, @Nullable String display) {
    return object()
        .string("system", system)
        .string("code", code)
        .optional("display", display)
        .end();
  }

  /** A CodeableConcept of one coding. */
  CanonicalJson concept(String name, String system, String code) {
    return object(name).array("coding").coding(system, code, null).endArray().end();
  }

  /** An extension with a code, inside an array of extensions. */
  CanonicalJson codeExtension(String url, String code) {
    return object().string("url", url).string("valueCode", code).end();
  }

  private CanonicalJson named(String name, char sign) {
    name(name);
    return sign(sign);
  }

  private void name(String name) {
    separate();
    text.append('"').append(name).append("\":");
  }

  /** A comma, unless this is the first in its object or array. */
  private void separate() {
    char last = text.charAt(text.length() - 1);
    if (last != '{' && last != '[') {
      text.append(',');
    }
  }

  private CanonicalJson sign(char sign) {
    text.append(sign);
    return this;
  }

  private CanonicalJson quoted(String value) {
    text.append('"');
    boolean blank = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || (Character.isSurrogate(c) && !isPaired(value, i))) {
        throw new UnrenderableException("bad-text", "a text has control characters or half a pair");
      }
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
      blank &= Character.isWhitespace(c);
    }
    if (blank) {
      throw new UnrenderableException("bad-text", "a text is empty");
    }
    return sign('"');
  }

  private static boolean isPaired(String value, int i) {
    char c = value.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
