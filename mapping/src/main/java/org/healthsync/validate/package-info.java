/** Proves that every resource that leaves is valid FHIR R5. */
@NullMarked
package org.healthsync.validate;

import org.jspecify.annotations.NullMarked;
