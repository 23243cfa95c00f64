package org.healthsync.deliver;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.Database;
import org.healthsync.platform.LastingExecutor;
import org.healthsync.platform.Settings;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/** Makes the stage's classes injectable, with destinations as configured. */
@ApplicationScoped
class DeliverWiring {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  @Resource private @Nullable ManagedExecutorService executor;

  @Produces
  @Singleton
  Destinations destinations(Settings configured, Database database, Clock clock) {
    ConfigReader reader = configured.reader();
    Map<TenantId, DestinationSettings> settings = new HashMap<>();
    for (String name : reader.list("healthsync.tenants")) {
      TenantId tenant = new TenantId(name);
      settings.put(tenant, DestinationSettings.read(reader, tenant, configured.names()));
    }
    reader.check();
    Map<TenantId, Destination> destinations = new HashMap<>();
    settings.forEach(
        (tenant, set) -> {
          DestinationHealth health = new DestinationHealth(tenant, database, backoff(), clock);
          destinations.put(tenant, Destination.of(set, http(set), health, clock));
        });
    return new Destinations(destinations);
  }

  @Produces
  @Singleton
  DeliveryStates deliveryStates(Database database) {
    return new DeliveryStates(database);
  }

  @Produces
  @Singleton
  DeliveryJob deliveryJob(
      Database database,
      Destinations destinations,
      CurrentVersions current,
      Instance<DeliveryListener> listener,
      Clock clock) {
    DeliveryListener chosen = listener.isResolvable() ? listener.get() : DeliveryListener.NONE;
    return new DeliveryJob(database, destinations, backoff(), current, chosen, clock);
  }

  @Produces
  @Singleton
  DoubtfulDeliveries doubtfulDeliveries(Database database, CurrentVersions current, Clock clock) {
    return new DoubtfulDeliveries(database, current, clock);
  }

  // HTTP/1.1: transactions are few and large, and every FHIR server speaks it
  private HttpClient http(DestinationSettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    if (executor != null) {
      builder.executor(new LastingExecutor(executor));
    }
    return builder.build();
  }

  private static Backoff backoff() {
    // a generator for each call, because the thread-local one must stay on its thread
    return new Backoff(FIRST_WAIT, LONGEST_WAIT, () -> ThreadLocalRandom.current().nextLong());
  }
}
