package org.healthsync.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.healthsync.spi.reading.Header;

/**
 * Texts of providers as the database takes them. PostgreSQL has no NUL character and no lone
 * surrogate, and what is indexed must be short; a page that breaks this would be tried again for
 * ever.
 */
final class StoredText {

  private static final char REPLACEMENT = '\uFFFD';
  private static final int HASH_BYTES = 8;

  private StoredText() {}

  /** A source key; the same wherever it is kept or looked for. */
  static String sourceKey(String text) {
    return identity(text, Header.MAX_SOURCE_KEY);
  }

  /** A text that tells things apart: a changed one ends in a hash of the whole. */
  static String identity(String text, int most) {
    String clean = clean(text);
    if (clean.length() <= most && clean.equals(text)) {
      return text;
    }
    String hash = "~" + hash(text);
    return cut(clean, most - hash.length()) + hash;
  }

  /** A text that is only read. */
  static String readable(String text, int most) {
    return cut(clean(text), most);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean pair = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, pair ? most - 1 : most);
  }

  private static String clean(String text) {
    if (text.codePoints().noneMatch(StoredText::isUnfit)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> isUnfit(point) ? REPLACEMENT : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isUnfit(int point) {
    return point < ' ' || Character.getType(point) == Character.SURROGATE;
  }

  private static String hash(String text) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
      return HexFormat.of().formatHex(whole, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
