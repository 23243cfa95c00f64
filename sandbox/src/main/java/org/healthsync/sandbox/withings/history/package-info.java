/** Believable years of data for made-up people: generated on demand, the same for the same seed. */
@NullMarked
package org.healthsync.sandbox.withings.history;

import org.jspecify.annotations.NullMarked;
