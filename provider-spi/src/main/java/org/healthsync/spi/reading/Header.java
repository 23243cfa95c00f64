package org.healthsync.spi.reading;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all readings share.
 *
 * @param type lower-case words joined by hyphens, such as {@code body-weight}; decides the FHIR
 *     resource
 * @param sourceKey the provider's stable name of this measurement within the account and type; same
 *     key, same FHIR resource, for ever. At most 200 characters, no personal data
 * @param timing when it was measured
 * @param device what measured it, or null when unknown
 * @param method how it got there
 * @param modified when the provider last changed it, or null when it does not say
 * @param preliminary whether the value can still grow, as today's steps do
 * @param qualifiers further facts by name: {@code body-site}, {@code technique}, {@code
 *     attribution} ({@code ambiguous}), {@code local-day} (the day that a night belongs to), {@code
 *     <component>-range} (limits of a zone, {@code 95..114}, either end may be missing)
 */
public record Header(
    String type,
    String sourceKey,
    Timing timing,
    @Nullable DeviceOfOrigin device,
    RecordingMethod method,
    @Nullable Instant modified,
    boolean preliminary,
    Map<String, String> qualifiers) {

  /** Longest source key. */
  public static final int MAX_SOURCE_KEY = 200;

  /** How a value got into the provider's system. */
  public enum RecordingMethod {
    /** A device measured it. */
    AUTOMATIC,
    /** A person typed it in. */
    MANUAL,
    /** Not known. */
    UNKNOWN
  }

  /** Checks type and source key. */
  public Header {
    if (type.isBlank() || sourceKey.isBlank() || sourceKey.length() > MAX_SOURCE_KEY) {
      throw new IllegalArgumentException(
          "a reading needs a type and a source key of at most " + MAX_SOURCE_KEY + " characters");
    }
    qualifiers = Map.copyOf(qualifiers);
  }
}
