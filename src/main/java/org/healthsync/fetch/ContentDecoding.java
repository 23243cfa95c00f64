package org.healthsync.fetch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Content coding {@code gzip}, RFC 9110 section 8.4.1.3, without falling for a bomb. */
final class ContentDecoding {

  private static final int LARGEST_RATIO = 1000;

  // a short text of one repeated character is no bomb
  private static final int HARMLESS = 1024 * 1024;

  private ContentDecoding() {}

  /**
   * The body as it was before it was coded.
   *
   * @param coding value of {@code Content-Encoding}, empty for none
   * @throws IOException when it is damaged, coded in another way, too large or grows suspiciously
   */
  static byte[] decode(byte[] body, String coding, long most) throws IOException {
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> unzip(body, most);
      default -> throw new IOException("unknown content coding");
    };
  }

  private static byte[] unzip(byte[] body, long most) throws IOException {
    if (body.length == 0) {
      return body;
    }
    long allowed = Math.min(most, Math.max(HARMLESS, (long) body.length * LARGEST_RATIO));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (out.size() + (long) read > allowed) {
          throw new BodyTooLargeException("larger than " + allowed + " bytes when decompressed");
        }
        out.write(chunk, 0, read);
      }
    }
    return out.toByteArray();
  }
}
