/** What providers answered, sealed and for a limited time, so that it can be mapped again. */
@NullMarked
package org.healthsync.archive;

import org.jspecify.annotations.NullMarked;
