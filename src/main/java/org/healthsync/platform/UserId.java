package org.healthsync.platform;

import java.util.regex.Pattern;

/**
 * A tenant's own name of an end user; personal data, so it stays out of logs.
 *
 * @param value letters, digits and {@code . _ ~ @ : -}, at most 128 characters
 */
public record UserId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~@:-]{0,127}");

  /** Checks the form. */
  public UserId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("user id must match " + FORM);
    }
  }

  @Override
  public String toString() {
    return "UserId[…]";
  }
}
