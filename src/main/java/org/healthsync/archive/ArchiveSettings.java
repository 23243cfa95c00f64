package org.healthsync.archive;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.Tenants;

/**
 * For how long pages are kept.
 *
 * @param retention of tenants that have none of their own; zero keeps nothing
 * @param ofTenant own retentions
 */
public record ArchiveSettings(Duration retention, Map<TenantId, Duration> ofTenant) {

  private static final Duration DEFAULT = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(3660);

  /** Copies the map. */
  public ArchiveSettings {
    ofTenant = Map.copyOf(ofTenant);
  }

  /** Reads the settings. */
  public static ArchiveSettings read(ConfigReader config, Tenants tenants) {
    Duration retention = duration(config, "healthsync.archive.retention", DEFAULT);
    Map<TenantId, Duration> own = new HashMap<>();
    for (TenantId tenant : tenants.ids()) {
      String key = "healthsync.tenant." + tenant + ".archive-retention";
      own.put(tenant, duration(config, key, retention));
    }
    return new ArchiveSettings(retention, own);
  }

  private static Duration duration(ConfigReader config, String key, Duration fallback) {
    String text = config.text(key, fallback.toString());
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // reported below
    }
    config.mistake(key, "must be an ISO 8601 duration up to ten years such as P30D, or 0 for off");
    return fallback;
  }

  /** For how long a tenant's pages are kept; zero when none are. */
  public Duration of(TenantId tenant) {
    return ofTenant.getOrDefault(tenant, retention);
  }

  /** The longest time that any tenant keeps pages. */
  public Duration longest() {
    return ofTenant.values().stream().reduce(retention, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }
}
