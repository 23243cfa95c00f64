@NullMarked
package org.healthsync.faults;

import org.jspecify.annotations.NullMarked;
