/**
 * The Withings Public Health Data API. Headings that comments name are those of the vendor's
 * reference.
 */
@NullMarked
package org.healthsync.withings;

import org.jspecify.annotations.NullMarked;
