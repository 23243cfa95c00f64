package org.healthsync.platform.api;

import org.healthsync.platform.ConfigReader;

/**
 * Settings of the API as a whole.
 *
 * @param maxBodyBytes largest request body, {@code healthsync.api.max-body-bytes}, 64 KiB by
 *     default
 * @param maxNotificationBytes largest body of a provider's notification, {@code
 *     healthsync.notify.max-body-bytes}, 1 MiB by default
 * @param tenantClaim claim of the bearer token that names the tenant, {@code
 *     healthsync.api.tenant-claim}, {@code tenant} by default
 * @param followers streams of progress that one tenant may have open at one replica, {@code
 *     healthsync.api.followers}, 100 by default
 */
public record ApiSettings(
    int maxBodyBytes, int maxNotificationBytes, String tenantClaim, int followers) {

  private static final int KIBIBYTE = 1024;
  private static final int MOST_FOLLOWERS = 10_000;

  /** Reads the settings. */
  public static ApiSettings read(ConfigReader config) {
    return new ApiSettings(
        bytes(config, "healthsync.api.max-body-bytes", 64 * KIBIBYTE),
        bytes(config, "healthsync.notify.max-body-bytes", KIBIBYTE * KIBIBYTE),
        config.text("healthsync.api.tenant-claim", "tenant"),
        (int) config.integer("healthsync.api.followers", 100, 1, MOST_FOLLOWERS));
  }

  private static int bytes(ConfigReader config, String key, int fallback) {
    return (int) config.integer(key, fallback, KIBIBYTE, 16L * KIBIBYTE * KIBIBYTE);
  }
}
