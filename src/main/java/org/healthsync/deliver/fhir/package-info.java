/** Talking to a FHIR R5 server by plain HTTP: transaction bundles out, verdicts back. */
@NullMarked
package org.healthsync.deliver.fhir;

import org.jspecify.annotations.NullMarked;
