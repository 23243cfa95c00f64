package org.healthsync.platform;

import java.util.regex.Pattern;

/**
 * An organisation that runs apps against the service. Every stored row belongs to one.
 *
 * @param value lower-case letters, digits and hyphens, at most 60 characters
 */
public record TenantId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

  /** Checks the form. */
  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("tenant id must match " + FORM);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
