package org.healthsync.spi.reading;

import org.jspecify.annotations.Nullable;

/**
 * The device that measured, not the phone or gateway that passed it on.
 *
 * @param id the provider's stable id of this very device
 * @param kind such as {@code weight-scale}, {@code blood-pressure-monitor}, {@code watch}; null
 *     when unknown
 * @param manufacturer or null when unknown
 * @param model or null when unknown
 */
public record DeviceOfOrigin(
    String id, @Nullable String kind, @Nullable String manufacturer, @Nullable String model) {

  /** Demands an id. */
  public DeviceOfOrigin {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a device needs an id; leave it out when unknown");
    }
  }
}
