package org.healthsync.platform.api;

import org.healthsync.platform.ConfigReader;

/**
 * Settings of the API as a whole.
 *
 * @param maxBodyBytes largest request body, {@code healthsync.api.max-body-bytes}, 64 KiB by
 *     default
 * @param tenantClaim claim of the bearer token that names the tenant, {@code
 *     healthsync.api.tenant-claim}, {@code tenant} by default
 */
public record ApiSettings(int maxBodyBytes, String tenantClaim) {

  private static final int KIBIBYTE = 1024;

  /** Reads the settings. */
  public static ApiSettings read(ConfigReader config) {
    return new ApiSettings(
        (int)
            config.integer(
                "healthsync.api.max-body-bytes",
                64 * KIBIBYTE,
                KIBIBYTE,
                16L * KIBIBYTE * KIBIBYTE),
        config.text("healthsync.api.tenant-claim", "tenant"));
  }
}
