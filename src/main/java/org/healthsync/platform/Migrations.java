package org.healthsync.platform;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema to the version that this build needs. Several replicas may start at once:
 * Flyway lets one migrate while the others wait. A database that a newer build has migrated is
 * accepted, so that a rolling upgrade can be rolled back.
 */
public final class Migrations {

  private final DataSource dataSource;

  /** Migrates what {@code dataSource} leads to. */
  public Migrations(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Applies what is missing.
   *
   * @return how many migrations were applied
   * @throws org.flywaydb.core.api.FlywayException when the schema cannot be brought up to date; the
   *     service must not start then
   */
  public int apply() {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(dataSource)
        // on Liberty Flyway finds a folder only by the file flyway.location inside it
        .locations("classpath:db/migration")
        .callbackLocations("classpath:db/migration")
        .failOnMissingLocations(true)
        // a transaction that only holds the lock would be idle for as long as a migration takes,
        // which ends it (server.xml)
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
