@NullMarked
package org.healthsync.sandbox.fhir;

import org.jspecify.annotations.NullMarked;
