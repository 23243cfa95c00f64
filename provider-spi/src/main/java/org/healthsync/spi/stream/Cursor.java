package org.healthsync.spi.stream;

/**
 * Progress of a stream, written and read by the plugin alone; the host stores it together with the
 * page's results.
 *
 * @param version format of {@code value}, so that a newer plugin reads what an older one wrote
 * @param value at most {@value #MAX_LENGTH} characters; no secrets, no personal data
 */
public record Cursor(int version, String value) {

  /** Longest value. */
  public static final int MAX_LENGTH = 4000;

  /** Checks the length. */
  public Cursor {
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("cursor is longer than " + MAX_LENGTH + " characters");
    }
  }
}
