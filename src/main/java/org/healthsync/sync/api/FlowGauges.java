package org.healthsync.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.healthsync.platform.DatabaseClock;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.Lane;
import org.healthsync.sync.FlowDepths;

/**
 * How much waits, as gauges. Every replica shows the whole, so take the largest and do not sum;
 * only the clock is its own. There is no tag that names a tenant.
 */
@ApplicationScoped
public class FlowGauges {

  private static final System.Logger LOG = System.getLogger(FlowGauges.class.getName());

  private static final double MILLIS_PER_SECOND = 1000;

  @Inject MetricRegistry registry;
  @Inject FlowDepths depths;
  @Inject DatabaseClock clock;

  void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
    try {
      register();
    } catch (RuntimeException e) {
      // no reason not to start: the work goes on without its gauges
      LOG.log(System.Logger.Level.WARNING, () -> "gauges are not shown: " + FailureTrace.of(e));
    }
  }

  private void register() {
    registry.gauge(
        "healthsync_clock_offset_seconds", () -> clock.offset().toMillis() / MILLIS_PER_SECOND);
    registry.gauge("healthsync_outbox_depth", () -> depths.now().outbox().number());
    registry.gauge("healthsync_outbox_oldest_seconds", () -> depths.now().outbox().oldestSeconds());
    registry.gauge("healthsync_tenants_held", () -> depths.now().tenantsHeld());
    registry.gauge("healthsync_destinations_paused", () -> depths.now().destinationsPaused());
    for (Lane lane : Lane.values()) {
      Tag tag = new Tag("lane", lane.name());
      registry.gauge("healthsync_queue_depth", () -> depths.now().lane(lane).number(), tag);
      registry.gauge(
          "healthsync_queue_oldest_seconds", () -> depths.now().lane(lane).oldestSeconds(), tag);
    }
  }
}
