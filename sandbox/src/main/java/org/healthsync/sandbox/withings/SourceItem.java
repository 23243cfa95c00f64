package org.healthsync.sandbox.withings;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the cloud knows or knew of a person: what a correct client ends up with, and no
 * more.
 *
 * @param stream name of the stream in the control API
 * @param sourceKey group id, measure type and, for body segments, position ("6120450981/173/12"),
 *     local date, the id of the night, workout, recording or device, second and field of a sample
 *     ("1795330800/steps"), or the first second of a segment of sleep
 * @param modified epoch second of the last change
 * @param deleted whether it is gone by now
 * @param attrib how a measure came to the person, the vendor's code; null in the other streams
 * @param from begin in epoch seconds
 * @param to end in epoch seconds; equal to {@code from} for a single moment
 * @param values the numbers of it: that of a measure as {@link #VALUE}, those of a day by field
 */
public record SourceItem(
    String stream,
    String sourceKey,
    long modified,
    boolean deleted,
    @Nullable Integer attrib,
    long from,
    long to,
    Map<String, BigDecimal> values) {

  /** Name of the only number of a measure. */
  public static final String VALUE = "value";

  /** Copies the values. */
  public SourceItem {
    values = Map.copyOf(values);
  }

  /** Not what it says: it is health data, if only made up. */
  @Override
  public String toString() {
    return stream + "/" + sourceKey + "@" + modified + (deleted ? " deleted" : "");
  }
}
