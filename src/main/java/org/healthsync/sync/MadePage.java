package org.healthsync.sync;

import java.util.Map;
import org.healthsync.ledger.Origin;
import org.healthsync.ledger.PageResult;
import org.healthsync.ledger.Progress;
import org.healthsync.ledger.ProvenanceSource;

/**
 * All that a raw page became, before it is stored.
 *
 * @param assembled resources, deletions and what could not go on
 * @param readings how many readings it had
 * @param skipped what was left out on purpose, and how often
 * @param provenance tells where it comes from
 */
record MadePage(
    PageAssembly.Assembled assembled,
    long readings,
    Map<String, Integer> skipped,
    ProvenanceSource provenance) {

  /** As the ledger takes it. */
  PageResult result(Origin origin, Progress progress, boolean marksSeen) {
    return new PageResult(
        origin,
        progress,
        assembled.entries(),
        assembled.deletions(),
        assembled.quarantine(),
        readings,
        skipped.values().stream().mapToLong(Integer::longValue).sum(),
        marksSeen);
  }
}
