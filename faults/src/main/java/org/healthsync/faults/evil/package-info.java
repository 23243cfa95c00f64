/** A plugin that does what no plugin should; packed into jars by the fault run. */
@NullMarked
package org.healthsync.faults.evil;

import org.jspecify.annotations.NullMarked;
