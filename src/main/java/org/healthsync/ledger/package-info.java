/**
 * What is known of every resource ever produced: identity, content hash, version and state, and
 * what of it still has to reach the FHIR server. A page's results, its quarantined parts and its
 * progress are stored here in one transaction.
 */
@NullMarked
package org.healthsync.ledger;

import org.jspecify.annotations.NullMarked;
