package org.healthsync.ledger;

import java.util.UUID;

/**
 * A resource of a tenant.
 *
 * @param resourceType such as {@code Observation}
 * @param id its FHIR id
 */
record ResourceKey(String resourceType, UUID id) {}
