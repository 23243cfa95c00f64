/** Proof that budgets hold and that no answer of a provider hurts the service. */
@NullMarked
package org.healthsync.fetch;

import org.jspecify.annotations.NullMarked;
