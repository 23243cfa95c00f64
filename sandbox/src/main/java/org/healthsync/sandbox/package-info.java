/** Simulated vendor clouds and a FHIR R5 server for demos, tests and adopters' CI. */
@NullMarked
package org.healthsync.sandbox;

import org.jspecify.annotations.NullMarked;
