package org.healthsync.sync;

/**
 * A stream that a loaded plugin is asked for, other than one that its provider pushes.
 *
 * @param provider of which
 * @param stream its name
 */
record PolledStream(String provider, String stream) {}
