package org.healthsync.sandbox.withings;

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
 */
public record SourceItem(
    String stream, String sourceKey, long modified, boolean deleted, @Nullable Integer attrib) {}
