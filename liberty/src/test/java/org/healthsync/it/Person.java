package org.healthsync.it;

import org.healthsync.sandbox.withings.CloudUser;

/**
 * Somebody whose account can be connected.
 *
 * @param user the tenant's name of the person
 * @param patient id of the Patient at the FHIR server
 * @param account at the simulated cloud
 */
record Person(String user, String patient, CloudUser account) {}
