package org.healthsync.ledger;

import java.util.List;

/** Makes the Provenance of what a page changed. Called inside the transaction: no I/O. */
@FunctionalInterface
public interface ProvenanceSource {

  /** No Provenance. */
  ProvenanceSource NONE = changed -> List.of();

  /**
   * The Provenance entries, delivered after their targets and not counted as results.
   *
   * @param changed what is new, changed or deleted, in the order of delivery; never empty
   */
  List<LedgerEntry> provenanceOf(List<Changed> changed);
}
