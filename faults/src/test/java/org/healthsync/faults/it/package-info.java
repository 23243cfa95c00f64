@NullMarked
package org.healthsync.faults.it;

import org.jspecify.annotations.NullMarked;
