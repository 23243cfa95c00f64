package org.healthsync.platform;

import java.util.UUID;

/**
 * A provider's answer that was archived.
 *
 * @param value random, assigned by us
 */
public record PageId(UUID value) {

  /** A new id. */
  public static PageId random() {
    return new PageId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is no UUID
   */
  public static PageId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not an id");
    }
    return new PageId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
