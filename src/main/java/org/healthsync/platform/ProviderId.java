package org.healthsync.platform;

/**
 * A source of health data, as its plugin names it.
 *
 * @param value such as {@code withings}
 */
public record ProviderId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
