/** The documentation says what the code does. */
@NullMarked
package org.healthsync.docs;

import org.jspecify.annotations.NullMarked;
