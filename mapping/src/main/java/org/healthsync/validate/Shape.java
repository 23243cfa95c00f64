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
 * @param digest SHA-256 of the above, hex
 */
record Shape(String digest) {

  /**
   * The shape of a resource.
   *
   * @throws IllegalArgumentException when the text is no JSON object that begins with its
   *     resourceType
   */
  static Shape of(String json) {
    return new Shape(digest(new ShapeReader(json).read()));
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
