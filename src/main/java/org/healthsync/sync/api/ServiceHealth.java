package org.healthsync.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.healthsync.platform.Database;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.sync.ServiceLifecycle;

/**
 * Health. Ready means that calls can be answered and work can be taken: the database is there.
 * Redis and providers away make the service slower, not unready. Alive means that this code runs.
 */
@ApplicationScoped
public class ServiceHealth {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Inject ServiceLifecycle lifecycle;
  @Inject Database database;
  @Inject PluginRegistry plugins;

  @Produces
  @Startup
  HealthCheck started() {
    return () -> HealthCheckResponse.named("service").status(lifecycle.running()).build();
  }

  @Produces
  @Liveness
  HealthCheck alive() {
    return () -> HealthCheckResponse.up("service");
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () ->
        HealthCheckResponse.named("service")
            .status(lifecycle.running() && databaseTakes())
            .withData("activePlugins", plugins.active().size())
            .build();
  }

  /** One that only reads, such as a standby, is of no use: every call and every job writes. */
  private boolean databaseTakes() {
    try {
      return database.inTransaction(
          PATIENCE,
          transaction -> {
            try (Statement statement = transaction.createStatement()) {
              statement.setQueryTimeout(1);
              try (ResultSet row = statement.executeQuery("show transaction_read_only")) {
                return row.next() && "off".equals(row.getString(1));
              }
            }
          });
    } catch (Database.DatabaseException e) {
      return false;
    }
  }
}
