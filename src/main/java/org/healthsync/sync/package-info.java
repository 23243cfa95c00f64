/** The flow itself: the only package that sees all stages. */
@NullMarked
package org.healthsync.sync;

import org.jspecify.annotations.NullMarked;
