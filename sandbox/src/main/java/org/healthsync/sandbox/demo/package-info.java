/** The demo command: the whole way from an account to the FHIR server, on one machine. */
@NullMarked
package org.healthsync.sandbox.demo;

import org.jspecify.annotations.NullMarked;
