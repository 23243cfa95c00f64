/** The deployment that is broken, and what scenarios do with it. */
@NullMarked
package org.healthsync.faults.run;

import org.jspecify.annotations.NullMarked;
