/** What all stages share: ids, clock, configuration, problems, transactions, crash points. */
@NullMarked
package org.healthsync.platform;

import org.jspecify.annotations.NullMarked;
