@NullMarked
package org.healthsync.map.fhir;

import org.jspecify.annotations.NullMarked;
