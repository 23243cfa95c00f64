/** Readings to FHIR R5, driven by a table: types decide codes, units, profiles and components. */
@NullMarked
package org.healthsync.map.fhir;

import org.jspecify.annotations.NullMarked;
