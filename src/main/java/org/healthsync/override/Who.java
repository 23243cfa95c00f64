package org.healthsync.override;

import org.healthsync.override.MappingVersion.Origin;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who changes a mapping.
 *
 * @param tenant of the caller; null for the directory, and of changes before it was kept
 * @param name token subject of the caller
 * @param origin how it came
 */
public record Who(@Nullable TenantId tenant, String name, Origin origin) {

  /** The mapping directory. */
  static final Who DIRECTORY = new Who(null, "directory", Origin.DIRECTORY);

  /** Whether a caller of this tenant may know the name. */
  public boolean isKnownTo(TenantId asking) {
    return origin == Origin.DIRECTORY || asking.equals(tenant);
  }

  @Nullable String tenantOrNull() {
    return tenant == null ? null : tenant.value();
  }

  static @Nullable TenantId tenant(@Nullable String value) {
    return value == null ? null : new TenantId(value);
  }

  /** A caller of the API. */
  public static Who caller(TenantId tenant, String subject) {
    return new Who(tenant, subject, Origin.API);
  }
}
