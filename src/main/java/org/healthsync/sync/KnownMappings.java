package org.healthsync.sync;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.override.MappingName;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.stream.StreamDescriptor;

/** The mappings that there are: the table, and one for each stream of each active plugin. */
public final class KnownMappings {

  private final PluginRegistry plugins;
  private final StreamMappers shipped;
  private final FhirMapping table;

  KnownMappings(PluginRegistry plugins, StreamMappers shipped, FhirMapping table) {
    this.plugins = plugins;
    this.shipped = shipped;
    this.table = table;
  }

  /** Their names, in order. */
  public Set<MappingName> names() {
    Set<MappingName> names = new TreeSet<>();
    names.add(MappingName.TABLE);
    for (ActivePlugin plugin : plugins.active()) {
      for (StreamDescriptor stream : plugin.descriptor().streams()) {
        names.add(MappingName.of(plugin.descriptor().id(), stream.name()));
      }
    }
    return names;
  }

  /**
   * The mapping of a stream that there is.
   *
   * @throws ProblemException {@code not-found} otherwise
   */
  public MappingName require(String provider, String stream) {
    try {
      MappingName name = MappingName.of(provider, stream);
      if (names().contains(name)) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw new ProblemException(
        ProblemCode.NOT_FOUND, "No active plugin has such a stream; see /api/v1/mappings");
  }

  /** The version text of the shipped mapping. */
  public String shippedVersion(MappingName name) {
    if (name.isTable()) {
      return table.version();
    }
    String[] parts = name.text().split("/", -1);
    return plugin(parts[0]).descriptor().stream(parts[1])
        .map(stream -> mapper(plugin(parts[0]), stream).mappingVersion())
        .orElse("");
  }

  /** The text of the shipped mapping, to begin an own one with; empty when it is code. */
  public Optional<String> shippedText(MappingName name) {
    if (name.isTable()) {
      return Optional.of(FhirMapping.shippedText());
    }
    String[] parts = name.text().split("/", -1);
    ActivePlugin plugin = plugin(parts[0]);
    return plugin.descriptor().stream(parts[1])
        .map(StreamDescriptor::mapping)
        .map(file -> plugin.mappings().get(file));
  }

  /**
   * The plugin of a provider.
   *
   * @throws ProblemException {@code unknown-provider}
   */
  ActivePlugin plugin(String provider) {
    try {
      return plugins.active(new ProviderId(provider)).orElseThrow(KnownMappings::unknown);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  /**
   * A stream of a plugin.
   *
   * @throws ProblemException {@code unknown-stream}
   */
  StreamDescriptor stream(ActivePlugin plugin, String stream) {
    return plugin.descriptor().stream(stream)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.UNKNOWN_STREAM,
                    "choose from "
                        + plugin.descriptor().streams().stream()
                            .map(StreamDescriptor::name)
                            .toList(),
                    "stream"));
  }

  /** The shipped mapping of a stream. */
  StreamMapper mapper(ActivePlugin plugin, StreamDescriptor stream) {
    return shipped.of(plugin, stream);
  }

  private static ProblemException unknown() {
    return new ProblemException(
        ProblemCode.UNKNOWN_PROVIDER, "choose from /api/v1/providers", "provider");
  }
}
