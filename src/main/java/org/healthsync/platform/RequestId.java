package org.healthsync.platform;

import java.util.UUID;

/**
 * One stream, or one window of it, that is to be read.
 *
 * @param value random, assigned by us
 */
public record RequestId(UUID value) {

  /** A new id. */
  public static RequestId random() {
    return new RequestId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is no UUID
   */
  public static RequestId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not an id");
    }
    return new RequestId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
