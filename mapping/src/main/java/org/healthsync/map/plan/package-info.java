/**
 * The operations that a mapping file is compiled to. All are immutable and safe for use by many
 * threads; what changes while a page is mapped lives in a {@link org.healthsync.map.plan.Frame}.
 */
@NullMarked
package org.healthsync.map.plan;

import org.jspecify.annotations.NullMarked;
