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
 * @param serialNumber as the maker printed it, or null when unknown
 * @param software version of its software, or null when unknown
 * @param firmware version of its firmware, or null when unknown
 */
public record DeviceOfOrigin(
    String id,
    @Nullable String kind,
    @Nullable String manufacturer,
    @Nullable String model,
    @Nullable String serialNumber,
    @Nullable String software,
    @Nullable String firmware) {

  /** Demands an id. */
  public DeviceOfOrigin {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a device needs an id; leave it out when unknown");
    }
  }

  /** A device whose serial number and versions are not known. */
  public DeviceOfOrigin(
      String id, @Nullable String kind, @Nullable String manufacturer, @Nullable String model) {
    this(id, kind, manufacturer, model, null, null, null);
  }
}
