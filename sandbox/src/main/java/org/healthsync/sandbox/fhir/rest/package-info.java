/**
 * The FHIR REST API over the store: HAPI providers, bundle processing and the checks of what comes
 * in.
 */
@NullMarked
package org.healthsync.sandbox.fhir.rest;

import org.jspecify.annotations.NullMarked;
