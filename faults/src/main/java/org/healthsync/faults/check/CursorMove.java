package org.healthsync.faults.check;

/**
 * A cursor that moved in the database.
 *
 * @param connection whose
 * @param stream of which stream
 * @param transaction in which database transaction
 * @param withPage whether the same transaction stored the page that the cursor comes from
 */
public record CursorMove(String connection, String stream, String transaction, boolean withPage) {}
