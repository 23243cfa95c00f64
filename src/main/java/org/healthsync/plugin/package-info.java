/** Provider plugins: found in a directory, isolated, checked, called within limits. */
@NullMarked
package org.healthsync.plugin;

import org.jspecify.annotations.NullMarked;
