package org.healthsync.plugin;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.auth.Account;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;

/** Loads a directory of plugins as the server does, with settings of the test's choice. */
final class PluginBench implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final ProviderId ZOO = new ProviderId("zoo");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final PluginCall call = new PluginCall(threads);
  private final Map<String, String> settings = new HashMap<>();
  private final Path directory;

  PluginBench(Path directory) {
    this.directory = directory;
    credentials("zoo");
  }

  PluginBench credentials(String provider) {
    return set("healthsync.provider." + provider + ".client-id", "client")
        .set("healthsync.provider." + provider + ".client-secret", "hidden");
  }

  PluginBench set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  PluginRegistry scan() {
    PluginLoader loader =
        new PluginLoader(
            new ProviderProperties(
                Set.copyOf(settings.keySet()), key -> Optional.ofNullable(settings.get(key))),
            new Compiler(),
            payload -> {
              throw new ProviderException(StandardError.BAD_PAYLOAD, "not used here");
            },
            Clock.fixed(NOW, ZoneOffset.UTC),
            call);
    return new PluginDirectory(loader, call).scan(directory);
  }

  PluginCall call() {
    return call;
  }

  static Page fetch(ActivePlugin plugin) throws ProviderException {
    return plugin
        .provider()
        .fetch(
            new FetchRequest("weights", Account.of("a"), null, null, null, Set.of()), new NoHttp());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Knows the type "taken". */
  private static final class Compiler implements MappingCompiler {
    private final Set<String> rows = new HashSet<>(Set.of("taken"));

    @Override
    public void compile(String file, String yaml) {
      if (yaml.equals("deep")) {
        throw new StackOverflowError();
      }
      if (yaml.contains("broken")) {
        throw new IllegalArgumentException("line 1: unknown member 'broken'");
      }
    }

    @Override
    public void extendTable(String file, String yaml) {
      if (!rows.add(yaml)) {
        throw new IllegalArgumentException("line 1: there is a row for '" + yaml + "'");
      }
    }
  }

  private static final class NoHttp implements ProviderHttp {
    @Override
    public ProviderResponse send(ProviderRequest request) {
      throw new IllegalStateException("this test sends nothing");
    }

    @Override
    public ClientSigner client() {
      throw new IllegalStateException("this test signs nothing");
    }
  }
}
