package org.healthsync.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.schedule.WorkScheduler;
import org.healthsync.validate.ResourceValidator;

/**
 * Starts the service with the application and stops it before. A configuration mistake ends the
 * start with its reason; nothing half-started stays behind.
 */
@ApplicationScoped
public class ServiceLifecycle {

  private static final System.Logger LOG = System.getLogger(ServiceLifecycle.class.getName());

  @Resource(lookup = "concurrent/calls")
  @SuppressWarnings("NullAway") // injected
  ManagedExecutorService calls;

  @Inject WorkScheduler scheduler;
  @Inject PluginRegistry plugins;
  @Inject ResourceValidator validator;
  @Inject FhirMapping mapping;
  @Inject SyncSettings settings;

  private volatile boolean running;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(System.Logger.Level.INFO, "{0} provider plugins are active", plugins.active().size());
    validator.warmUp(calls, WarmUpExamples.of(mapping, settings.fhirBase()));
    scheduler.start();
    running = true;
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    running = false;
    scheduler.close();
    LOG.log(System.Logger.Level.INFO, "no more work is taken");
  }

  /** Whether work is taken. */
  public boolean running() {
    return running;
  }
}
