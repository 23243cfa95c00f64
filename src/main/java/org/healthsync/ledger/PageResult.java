package org.healthsync.ledger;

import java.util.List;

/**
 * All that one page yielded.
 *
 * @param origin where it comes from
 * @param progress what moves with it
 * @param entries rendered resources; targets of references before what refers to them. The later of
 *     two with one identity wins
 * @param deletions what the provider says is gone; an entry of the same page wins over it
 * @param quarantine what could not go on
 * @param readings how many readings the page had
 * @param skipped how many parts of it nobody wants, such as unknown measure types
 * @param marksSeen whether what the page holds counts as met by the request, for {@link
 *     Ledger#reconcile}
 */
public record PageResult(
    Origin origin,
    Progress progress,
    List<LedgerEntry> entries,
    List<Deletion> deletions,
    List<QuarantineEntry> quarantine,
    long readings,
    long skipped,
    boolean marksSeen) {

  /** Copies the lists. */
  public PageResult {
    entries = List.copyOf(entries);
    deletions = List.copyOf(deletions);
    quarantine = List.copyOf(quarantine);
    if (marksSeen && origin.request() == null) {
      throw new IllegalArgumentException("only a request can mark what it has seen");
    }
  }
}
