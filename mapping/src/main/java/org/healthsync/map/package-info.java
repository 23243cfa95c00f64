/** Provider payloads to readings and readings to FHIR R5, both by data files. */
@NullMarked
package org.healthsync.map;

import org.jspecify.annotations.NullMarked;
