/**
 * A FHIR R5 server in memory that behaves as HAPI JPA does where a delivering client can tell, with
 * faults and records for tests. Start it with {@link org.healthsync.sandbox.fhir.FhirServer}.
 */
@NullMarked
package org.healthsync.sandbox.fhir;

import org.jspecify.annotations.NullMarked;
