/** A small plugin for an invented vendor, with flaws on demand. */
@NullMarked
package org.healthsync.testkit.sample;

import org.jspecify.annotations.NullMarked;
