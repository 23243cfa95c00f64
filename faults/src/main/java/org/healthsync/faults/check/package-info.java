/** What the service promises, judged over recorded histories: pure functions. */
@NullMarked
package org.healthsync.faults.check;

import org.jspecify.annotations.NullMarked;
