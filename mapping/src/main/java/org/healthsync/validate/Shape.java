package org.healthsync.validate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What decides on a resource's validity: its elements in order, and all values but the free ones.
 * Two resources of one shape have the same verdict. The shape is read from the text that leaves,
 * not from what made it, so the version of a mapping adds nothing to it.
 *
 * @param key the above as text, which may hold values that nobody vouched for; of a long text its
 *     SHA-256
 */
record Shape(String key) {

  private static final int LONGEST = 8_192;

  /**
   * The shape of a resource.
   *
   * @throws IllegalArgumentException when the text is no JSON object that begins with its
   *     resourceType
   */
  static Shape of(String json) {
    String text = new ShapeReader(json).read();
    return new Shape(text.length() <= LONGEST ? text : digest(text));
  }

  /** A name of it that tells nothing of what it holds. */
  String digest() {
    return digest(key);
  }

  static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Shape[" + Integer.toHexString(key.hashCode()) + "]";
  }
}
