package org.healthsync.platform;

import java.util.Objects;

/** A text that must not be seen. Only {@link #reveal} gives it. */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps a text. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value));
  }

  /** The text itself; hand it on at once and keep no copy. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "****";
  }
}
