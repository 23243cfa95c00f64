package org.healthsync.ledger;

/**
 * What a transaction did. Provenance is not counted.
 *
 * @param added resources that are new
 * @param changed resources with other content, a final state after a preliminary one, or back after
 *     a deletion
 * @param unchanged resources that were met as they were
 * @param deleted resources marked entered in error
 * @param quarantined parts that could not go on
 * @param queued versions put into the outbox, Provenance included
 */
public record PageCommit(
    int added, int changed, int unchanged, int deleted, int quarantined, int queued) {

  static final PageCommit NOTHING = new PageCommit(0, 0, 0, 0, 0, 0);

  PageCommit plus(PageCommit other) {
    return new PageCommit(
        added + other.added,
        changed + other.changed,
        unchanged + other.unchanged,
        deleted + other.deleted,
        quarantined + other.quarantined,
        queued + other.queued);
  }
}
