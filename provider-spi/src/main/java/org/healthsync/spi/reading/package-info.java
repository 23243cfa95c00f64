/** Vendor-neutral measurements: a few shapes over an open set of types. */
@NullMarked
package org.healthsync.spi.reading;

import org.jspecify.annotations.NullMarked;
