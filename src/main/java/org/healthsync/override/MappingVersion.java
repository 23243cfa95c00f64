package org.healthsync.override;

import java.time.Instant;

/**
 * The text of a mapping that was found good. Never changes.
 *
 * @param name which mapping
 * @param number from 1 for each name
 * @param yaml the text
 * @param sha256 of the text, in hex
 * @param by who brought it
 * @param createdAt when
 */
public record MappingVersion(
    MappingName name, int number, String yaml, String sha256, Who by, Instant createdAt) {

  /** How something came here. */
  public enum Origin {
    /** Somebody called the API. */
    API,
    /** A file in the mapping directory. */
    DIRECTORY
  }
}
