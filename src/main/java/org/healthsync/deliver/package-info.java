/**
 * Sends what the outbox holds to the tenants' FHIR servers: in order for each connection, again
 * until it is acknowledged, and without letting one bad resource hold up the rest.
 */
@NullMarked
package org.healthsync.deliver;

import org.jspecify.annotations.NullMarked;
