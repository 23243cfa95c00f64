package org.healthsync.ledger;

/**
 * What the ledger holds of one type and day.
 *
 * @param day number of the day, from 0
 * @param type reading type
 * @param readings how many measurements
 * @param resources how many resources they became
 */
public record FoundReadings(int day, String type, long readings, long resources) {}
