package org.healthsync.deliver;

import java.time.Duration;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.TenantId;

/** Learns what delivery does, for metrics. Called on the delivering thread; must not block. */
public interface DeliveryListener {

  /** Learns nothing. */
  DeliveryListener NONE = new DeliveryListener() {};

  /** A version was taken and acknowledged. */
  default void delivered(Delivered delivered) {}

  /** A version was refused for good and is in quarantine. */
  default void refused(TenantId tenant, String resourceType, String readingType, String reason) {}

  /** A bundle was processed in {@code took}. */
  default void sent(TenantId tenant, int entries, Duration took) {}

  /** A connection's delivery stopped before its end, such as for {@code patient-not-found}. */
  default void held(TenantId tenant, ConnectionId connection, String reason) {}
}
