/** Breaks the real service on purpose and judges what became of the data. */
@NullMarked
package org.healthsync.faults;

import org.jspecify.annotations.NullMarked;
