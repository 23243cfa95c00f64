package org.healthsync.ledger;

/**
 * What was done for a run so far.
 *
 * @param pages pages stored
 * @param readings readings on them
 * @param added new resources
 * @param changed resources with a new version
 * @param unchanged resources met as they were
 * @param deleted resources marked entered in error
 * @param quarantined parts that could not go on
 * @param skipped parts that nobody wants
 * @param pendingDelivery versions that wait for the FHIR server
 */
public record SyncCounts(
    long pages,
    long readings,
    long added,
    long changed,
    long unchanged,
    long deleted,
    long quarantined,
    long skipped,
    long pendingDelivery) {}
