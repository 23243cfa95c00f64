/** REST faces and wiring of the stage connect. */
@NullMarked
package org.healthsync.connect.api;

import org.jspecify.annotations.NullMarked;
