/** A zoo of broken plugins, and proof that none of them hurts the service. */
@NullMarked
package org.healthsync.plugin;

import org.jspecify.annotations.NullMarked;
