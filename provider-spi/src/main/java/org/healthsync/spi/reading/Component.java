package org.healthsync.spi.reading;

/**
 * A named value within a reading.
 *
 * @param type such as {@code systolic}
 * @param value what was measured
 */
public record Component(String type, Value value) {}
