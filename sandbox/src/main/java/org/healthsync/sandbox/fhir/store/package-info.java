/**
 * The memory behind the FHIR server: immutable versions of resources, kept as encoded JSON with
 * what searches need beside it, and one all-or-nothing commit. Knows nothing of HTTP.
 */
@NullMarked
package org.healthsync.sandbox.fhir.store;

import org.jspecify.annotations.NullMarked;
