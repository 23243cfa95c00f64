@NullMarked
package org.healthsync.faults.check;

import org.jspecify.annotations.NullMarked;
