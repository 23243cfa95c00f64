/**
 * The whole service on one machine: database, Redis, clouds, FHIR server and real Liberty servers.
 */
@NullMarked
package org.healthsync.sandbox.stack;

import org.jspecify.annotations.NullMarked;
