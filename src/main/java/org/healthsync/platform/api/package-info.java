/** What every REST resource needs: callers, problems, JSON, limits, idempotency, paging. */
@NullMarked
package org.healthsync.platform.api;

import org.jspecify.annotations.NullMarked;
