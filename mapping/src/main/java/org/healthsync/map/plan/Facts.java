package org.healthsync.map.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.reading.DeviceOfOrigin;
import org.healthsync.spi.reading.Header.RecordingMethod;
import org.healthsync.spi.reading.Timing;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all readings under the current element; inner rules add to what outer ones
 * found.
 *
 * @param timing null where no rule has told the time yet
 * @param device null when unknown
 * @param method how the values got there
 * @param modified null when unknown
 * @param preliminary whether the values can still grow
 * @param qualifiers by name
 * @param flaws of what was left out
 */
public record Facts(
    @Nullable Timing timing,
    @Nullable DeviceOfOrigin device,
    RecordingMethod method,
    @Nullable Instant modified,
    boolean preliminary,
    Map<String, String> qualifiers,
    List<Unmappable> flaws) {

  /** Nothing known. */
  public static final Facts NONE =
      new Facts(null, null, RecordingMethod.UNKNOWN, null, false, Map.of(), List.of());

  /** Copies the qualifiers and flaws. */
  public Facts {
    qualifiers = Map.copyOf(qualifiers);
    flaws = List.copyOf(flaws);
  }
}
