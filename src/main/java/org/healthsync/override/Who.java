package org.healthsync.override;

import org.healthsync.override.MappingVersion.Origin;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who changes a mapping.
 *
 * @param tenant of the caller, for the audit; null for the directory
 * @param name token subject of the caller
 * @param origin how it came
 */
public record Who(@Nullable TenantId tenant, String name, Origin origin) {

  /** The mapping directory. */
  static final Who DIRECTORY = new Who(null, "directory", Origin.DIRECTORY);

  /** A caller of the API. */
  public static Who caller(TenantId tenant, String subject) {
    return new Who(tenant, subject, Origin.API);
  }
}
