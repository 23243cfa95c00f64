/** The packaged service on a real server, from the account at a provider to the FHIR server. */
@NullMarked
package org.healthsync.it;

import org.jspecify.annotations.NullMarked;
