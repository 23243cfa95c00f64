package org.healthsync.sandbox.fhir.rest;

/**
 * Why a resource is refused.
 *
 * @param path element at fault, such as {@code Observation.code}
 * @param reason readable, without any value of the resource
 */
public record Issue(String path, String reason) {}
