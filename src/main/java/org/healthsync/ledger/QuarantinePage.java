package org.healthsync.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the quarantine list.
 *
 * @param items latest first
 * @param next where the next page begins; null at the end
 */
public record QuarantinePage(List<QuarantineItem> items, @Nullable QuarantineCursor next) {}
