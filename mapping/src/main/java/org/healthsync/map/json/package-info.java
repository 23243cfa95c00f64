/** Strict, bounded, exact reading of JSON (RFC 8259). */
@NullMarked
package org.healthsync.map.json;

import org.jspecify.annotations.NullMarked;
