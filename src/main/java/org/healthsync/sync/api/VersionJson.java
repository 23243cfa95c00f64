package org.healthsync.sync.api;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.override.MappingVersion;
import org.healthsync.platform.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A kept version of a mapping, without its text.
 *
 * @param version its number
 * @param sha256 of its text, in hex
 * @param origin API or DIRECTORY
 * @param createdBy who brought it; null when it was somebody of another tenant
 * @param createdAt when
 */
@Schema(name = "MappingVersion")
public record VersionJson(
    int version, String sha256, String origin, @Nullable String createdBy, Instant createdAt) {

  static VersionJson of(MappingVersion version, TenantId asking) {
    return new VersionJson(
        version.number(),
        version.sha256(),
        version.by().origin().name(),
        version.by().isKnownTo(asking) ? version.by().name() : null,
        version.createdAt());
  }
}
