package org.healthsync.sandbox.withings;

import org.jspecify.annotations.Nullable;

/**
 * One thing that the cloud knows or knew of a person: what a correct client ends up with, and no
 * more.
 *
 * @param stream measures, activity, sleep, workouts or heart
 * @param sourceKey group id and measure type ("6120450981/1"), local date, or the id of the night,
 *     workout or recording
 * @param modified epoch second of the last change
 * @param deleted whether it is gone by now
 * @param attrib how a measure came to the person, the vendor's code; null in the other streams
 */
public record SourceItem(
    String stream, String sourceKey, long modified, boolean deleted, @Nullable Integer attrib) {}
