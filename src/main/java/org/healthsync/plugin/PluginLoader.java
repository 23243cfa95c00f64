package org.healthsync.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.healthsync.platform.Causes;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.stream.StreamDescriptor;

/**
 * Makes a working plugin of a file, or says why not. Every step into the plugin's code has a
 * deadline; nothing that it throws gets past {@link #load}.
 */
public final class PluginLoader {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int ABANDONED_CALLS = 5;

  /** Rows of a plugin for reading types of its own. */
  private static final String TABLE = "mapping/fhir.yaml";

  private final ProviderProperties properties;
  private final MappingCompiler mappings;
  private final JsonReader json;
  private final Clock clock;
  private final PluginCall call;

  /**
   * A loader whose plugins see {@code clock} and {@code json}.
   *
   * @param mappings proves mapping files
   * @param call runs the plugin's code
   */
  public PluginLoader(
      ProviderProperties properties,
      MappingCompiler mappings,
      JsonReader json,
      Clock clock,
      PluginCall call) {
    this.properties = properties;
    this.mappings = mappings;
    this.json = json;
    this.clock = clock;
    this.call = call;
  }

  ActivePlugin load(PluginFile file) throws PluginRefusedException {
    PluginClassLoader loader =
        new PluginClassLoader(file.name(), file.urls(), ProviderPlugin.class.getClassLoader());
    try {
      return assemble(file, loader);
    } catch (RuntimeException | LinkageError e) {
      close(loader);
      throw new PluginRefusedException("its descriptor is incomplete: " + describe(e));
    } catch (PluginRefusedException e) {
      close(loader);
      throw e;
    }
  }

  private ActivePlugin assemble(PluginFile file, PluginClassLoader loader)
      throws PluginRefusedException {
    Containment containment = new Containment(loader, ABANDONED_CALLS);
    ProviderPlugin plugin = contained(containment, "its entry class", () -> entry(loader));
    ProviderDescriptor declared =
        contained(containment, "descriptor()", () -> orRefuse(plugin.descriptor()));
    PluginFile.requireSpi(declared.spiVersion());
    SettingsReader reader = new SettingsReader(properties, declared);
    PluginSettings settings = reader.read();
    ProviderDescriptor descriptor = reader.withGrantedBudgets();
    Map<String, String> texts = mappingsOf(descriptor, containment);
    HostContext context =
        new HostContext(
            settings.config(),
            clock,
            json,
            System.getLogger("org.healthsync.provider." + descriptor.id()));
    Provider provider = contained(containment, "create()", () -> orRefuse(plugin.create(context)));
    try {
      extendTable(loader);
    } catch (PluginRefusedException e) {
      closeRefused(containment, provider);
      throw e;
    }
    String version = file.version().isEmpty() ? "SPI " + descriptor.spiVersion() : file.version();
    return new ActivePlugin(
        descriptor, provider, version, file.name(), settings, texts, containment);
  }

  private static ProviderPlugin entry(ClassLoader loader) throws PluginRefusedException {
    List<ServiceLoader.Provider<ProviderPlugin>> found =
        ServiceLoader.load(ProviderPlugin.class, loader).stream().toList();
    if (found.size() != 1) {
      throw new PluginRefusedException("it offers " + found.size() + " plugins instead of one");
    }
    return found.get(0).get();
  }

  private static <T> T orRefuse(T result) throws PluginRefusedException {
    if (result == null) {
      throw new PluginRefusedException("returned null");
    }
    return result;
  }

  private Map<String, String> mappingsOf(ProviderDescriptor descriptor, Containment containment)
      throws PluginRefusedException {
    Map<String, String> texts = new HashMap<>();
    for (StreamDescriptor stream : descriptor.streams()) {
      String file = stream.mapping();
      if (file != null && !texts.containsKey(file)) {
        String text = text(containment.loader(), file);
        contained(
            containment,
            "compiling mapping file " + file,
            () -> {
              mappings.compile(file, text);
              return text;
            });
        texts.put(file, text);
      }
    }
    return texts;
  }

  private void closeRefused(Containment containment, Provider provider) {
    try {
      contained(
          containment,
          "close()",
          () -> {
            provider.close();
            return provider;
          });
    } catch (PluginRefusedException e) {
      // it is refused already, and that for the reason that people need
    }
  }

  /** Last of all, so that a plugin that is refused for something else leaves no rows behind. */
  private void extendTable(ClassLoader loader) throws PluginRefusedException {
    Optional<String> rows = find(loader, TABLE);
    if (rows.isPresent()) {
      try {
        mappings.extendTable(TABLE, rows.get());
      } catch (Exception | StackOverflowError e) {
        throw new PluginRefusedException("its " + TABLE + " cannot be used: " + describe(e));
      }
    }
  }

  private static String text(ClassLoader loader, String file) throws PluginRefusedException {
    return find(loader, file)
        .orElseThrow(
            () ->
                new PluginRefusedException(
                    "mapping file "
                        + file
                        + " is not in the jar: add it or correct the descriptor"));
  }

  private static Optional<String> find(ClassLoader loader, String file)
      throws PluginRefusedException {
    try (InputStream in = loader.getResourceAsStream(file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | UncheckedIOException e) {
      throw new PluginRefusedException("mapping file " + file + " cannot be read");
    }
  }

  private <T> T contained(Containment containment, String what, PluginCall.Body<T> body)
      throws PluginRefusedException {
    try {
      return call.watch(DEADLINE, containment, body);
    } catch (ExecutionException e) {
      throw new PluginRefusedException(what + " failed: " + describe(e));
    } catch (TimeoutException e) {
      throw new PluginRefusedException(what + " did not return within " + DEADLINE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginRefusedException("loading was interrupted");
    }
  }

  /** The deepest cause, which is the one that names the mistake. */
  private static String describe(Throwable thrown) {
    Throwable deepest = Causes.deepest(thrown);
    String message = deepest.getMessage();
    if (deepest instanceof PluginRefusedException && message != null) {
      return message;
    }
    String type = deepest.getClass().getSimpleName();
    return message == null ? type : type + ": " + message;
  }

  private static void close(PluginClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      // the jar stays open until the process ends; there is nothing else to do about it
    }
  }
}
