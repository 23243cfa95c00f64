package org.healthsync.validate;

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
    return new Shape(text.length() <= LONGEST ? text : Sha256.hex(Sha256.of(text)));
  }

  /** A name of it that tells nothing of what it holds. */
  String digest() {
    return Sha256.hex(Sha256.of(key));
  }

  @Override
  public String toString() {
    return "Shape[" + Integer.toHexString(key.hashCode()) + "]";
  }
}
