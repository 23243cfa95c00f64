package org.healthsync.sync.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.override.MappingVersion;

/**
 * A kept version of a mapping, without its text.
 *
 * @param version its number
 * @param sha256 of its text, in hex
 * @param origin API or DIRECTORY
 * @param createdBy who brought it
 * @param createdAt when
 */
@Schema(name = "MappingVersion")
public record VersionJson(
    int version, String sha256, String origin, String createdBy, Instant createdAt) {

  static VersionJson of(MappingVersion version) {
    return new VersionJson(
        version.number(),
        version.sha256(),
        version.origin().name(),
        version.createdBy(),
        version.createdAt());
  }
}
