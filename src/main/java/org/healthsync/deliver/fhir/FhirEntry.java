package org.healthsync.deliver.fhir;

/**
 * A resource to put.
 *
 * @param reference literal reference such as {@code Observation/<id>}, which is also where it goes
 * @param body FHIR JSON as UTF-8, sent as it is
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record FhirEntry(String reference, byte[] body) {}
