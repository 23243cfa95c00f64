package org.healthsync.sync;

import java.net.URI;
import java.nio.file.Path;
import org.healthsync.platform.ConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the flow as a whole.
 *
 * @param fhirBase prefix of our own code systems and identifiers; stable for ever, no slash at the
 *     end
 * @param version of this service, for Device(service)
 * @param pluginDirectory where plugin jars lie
 * @param mappingDirectory where files of mappings lie; null for nowhere
 * @param outboxLimit versions of a tenant that may wait for delivery before fetching pauses
 */
public record SyncSettings(
    URI fhirBase,
    String version,
    Path pluginDirectory,
    @Nullable Path mappingDirectory,
    long outboxLimit) {

  private static final URI DEFAULT_BASE = URI.create("https://health-data-sync.example.org");

  /** Reads the settings. */
  public static SyncSettings read(ConfigReader config) {
    URI base = config.uri("healthsync.fhir.base", DEFAULT_BASE);
    if (base.toString().endsWith("/")) {
      config.mistake("healthsync.fhir.base", "must not end with a slash");
    }
    return new SyncSettings(
        base,
        config.mandatory("healthsync.version"),
        Path.of(config.text("healthsync.plugins", "plugins")),
        config.optional("healthsync.mapping.directory").map(Path::of).orElse(null),
        config.integer("healthsync.outbox.limit", 200_000, 1_000, 100_000_000));
  }
}
