package org.healthsync.ledger;

import java.time.Instant;
import org.healthsync.platform.PageId;

/**
 * The archived page that results are made of.
 *
 * @param id of the page
 * @param fetchedAt when the provider gave it; earlier than the results when it gave the same again
 */
public record SourcePage(PageId id, Instant fetchedAt) {}
