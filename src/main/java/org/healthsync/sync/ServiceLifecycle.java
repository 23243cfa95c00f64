package org.healthsync.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthsync.archive.ArchiveSettings;
import org.healthsync.connect.api.ConnectSettings;
import org.healthsync.deliver.Destinations;
import org.healthsync.fetch.BudgetSettings;
import org.healthsync.fetch.FetchSettings;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.notify.NotifySettings;
import org.healthsync.override.MappingDirectory;
import org.healthsync.platform.Database;
import org.healthsync.platform.DatabaseClock;
import org.healthsync.platform.FailureTrace;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Settings;
import org.healthsync.platform.api.ApiSettings;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.schedule.ScheduleSettings;
import org.healthsync.schedule.WorkScheduler;
import org.healthsync.validate.ResourceValidator;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service with the application and stops it before.
 *
 * <p>Settings are read and the schema is brought up to date while the application starts, so that a
 * mistake ends the start with its reason. Plugins are loaded right after, on the server's threads,
 * which run nothing for an application that has not started yet.
 */
@ApplicationScoped
public class ServiceLifecycle {

  private static final System.Logger LOG = System.getLogger(ServiceLifecycle.class.getName());
  private static final Duration SCAN = Duration.ofSeconds(3);
  private static final Duration FOLLOW = Duration.ofSeconds(30);

  @Resource(lookup = "concurrent/calls")
  @SuppressWarnings("NullAway") // injected
  ManagedExecutorService calls;

  @Inject Instance<WorkScheduler> scheduler;
  @Inject Instance<PluginRegistry> plugins;
  @Inject Instance<ResourceValidator> validator;
  @Inject Instance<FhirMapping> mapping;
  @Inject Instance<MappingDirectory> directory;
  @Inject Instance<LimitWatch> limits;
  @Inject Instance<DatabaseClock> clock;

  @Resource(lookup = "concurrent/timers")
  @SuppressWarnings("NullAway") // injected
  ManagedScheduledExecutorService timers;

  private final List<Future<?>> regular = new CopyOnWriteArrayList<>();
  private volatile @Nullable WorkScheduler started;

  private volatile boolean running;

  @SuppressWarnings("UnusedVariable") // asked for so that their mistakes are found now
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object event,
      Settings configured,
      Database database,
      Sealer sealer,
      ApiSettings api,
      ConnectSettings connect,
      FetchSettings fetch,
      BudgetSettings budgets,
      ScheduleSettings schedule,
      NotifySettings notify,
      Destinations destinations,
      ArchiveSettings archive,
      SyncSettings settings) {
    configured.refuseUnknown();
    if (event instanceof ServletContext context) {
      // at the end CDI would make a new one of this, which has nothing to stop
      ServiceStop.with(context, this::stop);
    }
    calls.execute(() -> begin(settings));
  }

  private void begin(SyncSettings settings) {
    try {
      // each in an order of its own, so that replicas that start together share the work
      List<String> examples = WarmUpExamples.of(mapping.get(), settings.fhirBase());
      Collections.shuffle(examples);
      validator.get().warmUp(calls, examples);
      int active = plugins.get().active().size();
      limits.get().watch(plugins.get());
      scan();
      every(SCAN, this::scan);
      every(FOLLOW, clock.get()::follow);
      WorkScheduler work = scheduler.get();
      work.start();
      started = work;
      running = true;
      LOG.log(System.Logger.Level.INFO, "work is taken; {0} provider plugins are active", active);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR, () -> "the service cannot take work: " + FailureTrace.of(e));
    }
  }

  private void every(Duration delay, Runnable task) {
    regular.add(
        timers.scheduleWithFixedDelay(
            task, delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Each replica looks at its own directory: mounts change at different times. */
  private void scan() {
    try {
      directory.get().scan();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "the mapping directory is looked at again: " + FailureTrace.of(e));
    }
  }

  /** Takes no more work and waits for what is being done, within the grace period. */
  private void stop() {
    regular.forEach(task -> task.cancel(false));
    WorkScheduler work = started;
    if (work != null) {
      running = false;
      started = null;
      work.close();
      LOG.log(System.Logger.Level.INFO, "no more work is taken");
    }
  }

  /** Whether work is taken. */
  public boolean running() {
    return running;
  }
}
