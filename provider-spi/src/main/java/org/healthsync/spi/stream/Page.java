package org.healthsync.spi.stream;

/**
 * One fetched page.
 *
 * @param raw what came
 * @param next cursor from which the next fetch goes on; becomes durable together with the results
 *     of this page, never earlier
 * @param more whether the next page can be fetched right away
 */
public record Page(RawPage raw, Cursor next, boolean more) {}
