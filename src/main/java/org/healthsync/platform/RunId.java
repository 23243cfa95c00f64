package org.healthsync.platform;

import java.util.UUID;

/**
 * One sync that an app can ask about.
 *
 * @param value random, assigned by us
 */
public record RunId(UUID value) {

  /** A new id. */
  public static RunId random() {
    return new RunId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is no UUID
   */
  public static RunId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not an id");
    }
    return new RunId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
