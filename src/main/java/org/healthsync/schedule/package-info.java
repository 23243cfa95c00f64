/** Due work: who wants what, how urgently, and which worker does it. */
@NullMarked
package org.healthsync.schedule;

import org.jspecify.annotations.NullMarked;
