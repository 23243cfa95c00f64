/** The only way out for a plugin: requests that the host sends, answers and rate budgets. */
@NullMarked
package org.healthsync.spi.http;

import org.jspecify.annotations.NullMarked;
