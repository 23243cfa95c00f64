/** What a provider tells us by webhook. */
@NullMarked
package org.healthsync.spi.notify;

import org.jspecify.annotations.NullMarked;
