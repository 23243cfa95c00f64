/** Asking providers: rate budgets, requests within limits, one page at a time. */
@NullMarked
package org.healthsync.fetch;

import org.jspecify.annotations.NullMarked;
