package org.healthsync.testkit.map;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.ProviderMapper;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.MappingTableException;
import org.healthsync.spi.stream.StreamDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The mappings in use: those of the plugin and the service, and what a directory puts over them.
 */
final class Mappings {

  private static final String PLUGIN_TABLE = "mapping/fhir.yaml";

  private final PluginJar plugin;
  private final @Nullable Path directory;
  private final Map<String, String> settings;
  private final Clock clock;

  /**
   * Mappings for one plugin.
   *
   * @param directory files that replace or change the shipped ones, or null
   * @param settings settings of the plugin, for streams that its code maps
   */
  Mappings(PluginJar plugin, @Nullable Path directory, Map<String, String> settings, Clock clock) {
    this.plugin = plugin;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * How pages of a stream become readings.
   *
   * @throws UsageException with every mistake of a file that cannot be used
   */
  StreamMapper stream(StreamDescriptor stream) throws UsageException {
    String provider = plugin.descriptor().id();
    Optional<Change> file = change(provider + "/" + stream.name() + ".yaml");
    if (file.isPresent()) {
      return compiled(file.get().name(), file.get().text());
    }
    String shipped = stream.mapping();
    if (shipped == null) {
      return new ProviderMapper(
          plugin.plugin().create(new OfflineContext(plugin.descriptor(), settings, clock)),
          provider + "/" + stream.name());
    }
    String text =
        plugin
            .text(shipped)
            .orElseThrow(() -> new UsageException(shipped + " is not in the plugin"));
    return compiled(shipped, text);
  }

  /**
   * How readings become FHIR: the service's table, the plugin's own rows, the directory's changes.
   *
   * @throws UsageException with every mistake of a file that cannot be used
   */
  FhirMapping fhir() throws UsageException {
    try {
      FhirMapping mapping = FhirMapping.load();
      Optional<String> rows = plugin.text(PLUGIN_TABLE);
      if (rows.isPresent()) {
        mapping = mapping.extendedBy(PLUGIN_TABLE, rows.get());
      }
      Optional<Change> file = change("fhir.yaml");
      return file.isPresent() ? mapping.overlaid(file.get().name(), file.get().text()) : mapping;
    } catch (MappingTableException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static StreamMapper compiled(String name, String text) throws UsageException {
    try {
      StreamMapping mapping = StreamMapping.compile(name, text);
      mapping.proveExamples();
      return mapping;
    } catch (MappingFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A file of the directory.
   *
   * @param name its path, so that mistakes can be opened in an editor
   * @param text its content
   */
  private record Change(String name, String text) {}

  private Optional<Change> change(String name) throws UsageException {
    if (directory == null) {
      return Optional.empty();
    }
    Path file = directory.resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of(new Change(file.toString(), Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read as UTF-8");
    }
  }
}
