package org.healthsync.deliver;

import java.util.Map;
import org.healthsync.platform.TenantId;

/** The destinations of all tenants. */
public final class Destinations {

  private final Map<TenantId, Destination> byTenant;

  /** Fixed while the server runs. */
  public Destinations(Map<TenantId, Destination> byTenant) {
    this.byTenant = Map.copyOf(byTenant);
  }

  /**
   * The tenant's destination.
   *
   * @throws IllegalStateException when none is configured; says how
   */
  public Destination of(TenantId tenant) {
    Destination destination = byTenant.get(tenant);
    if (destination == null) {
      throw new IllegalStateException(
          "configuration: healthsync.tenant." + tenant + ".fhir.base-url is not set");
    }
    return destination;
  }
}
