package org.healthsync.sync;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.ledger.LedgerDatabase;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Secret;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.ClientCredentials;
import org.healthsync.plugin.Containment;
import org.healthsync.plugin.PluginSettings;
import org.healthsync.spi.PluginConfig;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.SpiVersion;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.StreamDescriptor.Granularity;
import org.jspecify.annotations.Nullable;

/**
 * An account at a provider with one stream by instants, whose last day is looked through for what
 * was deleted, one by days, of which the provider answers thirty at once and has none before 28
 * February 2024, and two that are not granted, one of which is answered a day at a time.
 */
final class OneTarget {

  private OneTarget() {}

  static SyncTarget of(ConnectionId connection, ZoneId zone) {
    return new SyncTarget(
        LedgerDatabase.TENANT,
        connection,
        plugin(),
        Account.of("u1"),
        Set.of("metrics", "activity"),
        "Patient/p1",
        zone);
  }

  static ActivePlugin plugin() {
    return new ActivePlugin(
        descriptor(),
        OneTarget::nothing,
        "1.0",
        "sample.jar",
        new PluginSettings(
            new ClientCredentials("client", Secret.of("secret")), Map.of(), new NoKeys()),
        Map.of(),
        new Containment(OneTarget.class.getClassLoader(), 1));
  }

  private static Page nothing(FetchRequest request, ProviderHttp http) {
    throw new AssertionError("nothing is fetched here");
  }

  private static ProviderDescriptor descriptor() {
    Region region =
        new Region(
            "default",
            "Everywhere",
            Map.of(
                Region.AUTHORIZE, URI.create("https://provider.example/authorize"),
                Region.TOKEN, URI.create("https://provider.example/token")));
    return new ProviderDescriptor(
        "sample",
        "Sample",
        new SpiVersion(SpiVersion.MAJOR, SpiVersion.MINOR),
        new Authorization(
            List.of(region),
            Authorization.ClientAuthentication.BODY,
            Authorization.Pkce.NONE,
            " ",
            List.of(
                new Authorization.Scope("metrics", "measurements", true),
                new Authorization.Scope("activity", "activity", false),
                new Authorization.Scope("heart", "ECG", false)),
            Map.of(),
            new TokenEndpoint(Map.of(), "", "/userid"),
            new Refresh(Refresh.Kind.ROTATING, Duration.ofHours(8), Duration.ofMinutes(1), null)),
        List.of(
            stream("measures", "metrics", Granularity.INSTANT, null, null),
            stream(
                "activity",
                "activity",
                Granularity.LOCAL_DAY,
                Duration.ofDays(30),
                LocalDate.of(2024, 2, 28)),
            stream("ecg", "heart", Granularity.INSTANT, null, null),
            stream("samples", "heart", Granularity.INSTANT, Duration.ofDays(1), null)),
        List.of(),
        Set.of(),
        List.of());
  }

  private static StreamDescriptor stream(
      String name,
      String scope,
      Granularity granularity,
      @Nullable Duration maxWindow,
      @Nullable LocalDate earliest) {
    return new StreamDescriptor(
        name,
        name,
        Set.of(scope),
        StreamDescriptor.Movement.INCREMENTAL,
        granularity,
        maxWindow,
        granularity == Granularity.INSTANT ? Duration.ofDays(1) : Duration.ZERO,
        Duration.ofHours(6),
        earliest,
        granularity == Granularity.INSTANT,
        null);
  }

  private record NoKeys() implements PluginConfig {
    @Override
    public String text(String key) {
      throw new IllegalArgumentException("no such key: " + key);
    }

    @Override
    public long integer(String key) {
      throw new IllegalArgumentException("no such key: " + key);
    }

    @Override
    public boolean truth(String key) {
      throw new IllegalArgumentException("no such key: " + key);
    }

    @Override
    public Duration duration(String key) {
      throw new IllegalArgumentException("no such key: " + key);
    }
  }
}
