package org.healthsync.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What entries change against the ledger.
 *
 * @param versions new versions, in the order of the entries
 * @param added how many of them are of new resources
 * @param unchanged what is met as it was
 * @param again the unchanged ones that are queued only behind another connection, to be queued here
 *     as well, because that connection's delivery may be held up
 */
record Difference(
    List<ResourceVersion> versions,
    int added,
    List<ResourceKey> unchanged,
    List<ResourceVersion> again) {

  static Difference of(
      Map<ResourceKey, LedgerEntry> entries, Map<ResourceKey, KnownVersion> ledger) {
    List<ResourceVersion> versions = new ArrayList<>();
    List<ResourceKey> unchanged = new ArrayList<>();
    List<ResourceVersion> again = new ArrayList<>();
    int added = 0;
    for (Map.Entry<ResourceKey, LedgerEntry> item : entries.entrySet()) {
      LedgerEntry entry = item.getValue();
      KnownVersion known = ledger.get(item.getKey());
      if (known == null) {
        versions.add(ResourceVersion.first(entry));
        added++;
      } else if (known.differsFrom(entry)) {
        versions.add(ResourceVersion.next(entry, known));
      } else {
        unchanged.add(item.getKey());
        if (known.undelivered()) {
          again.add(ResourceVersion.again(entry, known));
        }
      }
    }
    return new Difference(versions, added, unchanged, again);
  }
}
