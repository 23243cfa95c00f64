package org.healthsync.platform.api;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.healthsync.platform.Audit;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.DatabaseClock;
import org.healthsync.platform.FileOrValue;
import org.healthsync.platform.Migrations;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.Secret;
import org.healthsync.platform.Settings;
import org.healthsync.platform.Tenants;

/**
 * Puts together what all stages share. Whoever asks for the {@link Database} gets one whose schema
 * is up to date and that has the rows of all tenants.
 */
@ApplicationScoped
public class PlatformWiring {

  /** Set by tests of machines that do not keep time. Harmless when left on: see the clock. */
  private static final Duration WRONG_BY =
      Duration.parse(System.getProperty("healthsync.wrong-clock", "PT0S"));

  @Resource(lookup = "jdbc/healthsync")
  DataSource dataSource;

  @Produces
  @Singleton
  DatabaseClock clock() {
    DatabaseClock clock = new DatabaseClock(Clock.offset(Clock.systemUTC(), WRONG_BY), dataSource);
    clock.follow();
    return clock;
  }

  @Produces
  @Singleton
  Settings configured(Config config) {
    Set<String> names = new HashSet<>();
    config.getPropertyNames().forEach(names::add);
    return new Settings(key -> config.getOptionalValue(key, String.class), names);
  }

  @Produces
  @Singleton
  PublicAddress publicAddress(Settings configured) {
    ConfigReader reader = configured.reader();
    PublicAddress address = PublicAddress.read(reader);
    reader.check();
    return address;
  }

  @Produces
  @Singleton
  Tenants tenants(Settings configured) {
    ConfigReader reader = configured.reader();
    Tenants tenants = Tenants.read(reader);
    reader.check();
    return tenants;
  }

  @Produces
  @Singleton
  Database database(Tenants tenants) {
    new Migrations(dataSource).apply();
    Database database = new Database(dataSource);
    tenants.store(database);
    return database;
  }

  @Produces
  @Singleton
  Sealer sealer(Settings configured) {
    ConfigReader reader = configured.reader();
    Secret keyset =
        FileOrValue.read(reader, "healthsync.keyset")
            .orElseGet(() -> Secret.of(reader.mandatory("healthsync.keyset")));
    reader.check();
    return Sealer.of(keyset);
  }

  @Produces
  @Singleton
  Audit audit(Clock clock) {
    return new Audit(clock);
  }

  @Produces
  @Singleton
  ApiSettings apiSettings(Settings configured) {
    ConfigReader reader = configured.reader();
    ApiSettings settings = ApiSettings.read(reader);
    reader.check();
    return settings;
  }

  @Produces
  @Singleton
  IdempotencyKeys idempotencyKeys(Database database, Sealer sealer, Clock clock) {
    return new IdempotencyKeys(database, sealer, clock);
  }
}
