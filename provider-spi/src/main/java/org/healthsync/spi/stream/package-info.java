/** Streams, cursors, windows and pages: how a provider's data move. */
@NullMarked
package org.healthsync.spi.stream;

import org.jspecify.annotations.NullMarked;
