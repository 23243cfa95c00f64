package org.healthsync.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.healthsync.connect.leave.Farewells;
import org.healthsync.notify.InboxWork;
import org.healthsync.notify.NotifySettings;
import org.healthsync.notify.Subscriptions;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Database;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.schedule.WorkScheduler.Chore;

/** Says how often to look after what is between us and the providers. */
@ApplicationScoped
public class NotifyChoreWiring {

  private static final Duration LOOK_FOR_NOTIFICATIONS = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_DUE = Duration.ofSeconds(20);
  private static final Duration TIDY = Duration.ofHours(1);

  @Produces
  @Singleton
  NeverCompleted neverCompleted(Database database, Audit audit, Clock clock) {
    return new NeverCompleted(database, audit, clock);
  }

  @Produces
  @Singleton
  NotifyChores notifyChores(
      InboxWork inbox,
      Subscriptions subscriptions,
      Farewells farewells,
      NeverCompleted neverCompleted,
      NotifySettings settings,
      PluginRegistry plugins) {
    return new NotifyChores(
        List.of(
            new Chore("notifications", LOOK_FOR_NOTIFICATIONS, inbox::run),
            new Chore(
                "subscriptions",
                LOOK_FOR_DUE,
                () ->
                    subscriptions.attemptDue(
                        plugins.active().stream().map(ActivePlugin::id).toList())),
            new Chore("farewells", LOOK_FOR_DUE, farewells::attemptDue),
            new Chore(
                "never-completed-connections",
                TIDY,
                () -> neverCompleted.remove(settings.pendingTime()))));
  }
}
