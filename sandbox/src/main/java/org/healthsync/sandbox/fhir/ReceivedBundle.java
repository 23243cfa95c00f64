package org.healthsync.sandbox.fhir;

/**
 * A bundle that reached the server, whatever became of it.
 *
 * @param type {@code Bundle.type}
 * @param entries number of entries
 */
public record ReceivedBundle(String type, int entries) {}
