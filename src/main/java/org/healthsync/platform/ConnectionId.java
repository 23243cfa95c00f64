package org.healthsync.platform;

import java.util.UUID;

/**
 * A user's authorised account at a provider.
 *
 * @param value random, assigned by us
 */
public record ConnectionId(UUID value) {

  /** A new id. */
  public static ConnectionId random() {
    return new ConnectionId(UUID.randomUUID());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is no UUID
   */
  public static ConnectionId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not an id");
    }
    return new ConnectionId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
