package org.healthsync.override;

import java.time.Instant;

/**
 * The text of a mapping that was found good. Never changes.
 *
 * @param name which mapping
 * @param number from 1 for each name
 * @param yaml the text
 * @param sha256 of the text, in hex
 * @param origin how it came
 * @param createdBy token subject of who brought it, or {@code directory}
 * @param createdAt when
 */
public record MappingVersion(
    MappingName name,
    int number,
    String yaml,
    String sha256,
    Origin origin,
    String createdBy,
    Instant createdAt) {

  /** How something came here. */
  public enum Origin {
    /** Somebody called the API. */
    API,
    /** A file in the mapping directory. */
    DIRECTORY
  }
}
