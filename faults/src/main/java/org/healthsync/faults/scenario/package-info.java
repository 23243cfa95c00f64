/** One class for each fault. */
@NullMarked
package org.healthsync.faults.scenario;

import org.jspecify.annotations.NullMarked;
