package org.healthsync.map.json;

/**
 * How much of a document is read before it is refused.
 *
 * @param maxBytes longest document in bytes
 * @param maxDepth deepest nesting of arrays and objects
 * @param maxTextLength longest string or number in characters
 * @param maxValues most values, those inside of others included: one of two bytes takes a hundred
 *     in memory
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxTextLength, int maxValues) {

  /** What provider answers need, with room to spare. */
  public static final JsonLimits DEFAULT = new JsonLimits(32 << 20, 64, 4 << 20, 500_000);

  /** Demands positive limits. */
  public JsonLimits {
    if (maxBytes < 1 || maxDepth < 1 || maxTextLength < 1 || maxValues < 1) {
      throw new IllegalArgumentException("limits of JSON documents must be positive");
    }
  }
}
