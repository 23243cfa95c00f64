/** What a page costs on its way from the provider's bytes to FHIR's, beside peers. */
@NullMarked
package org.healthsync.bench;

import org.jspecify.annotations.NullMarked;
