/** Taking leave of providers: what is still to be done there for connections that are over. */
@NullMarked
package org.healthsync.connect.leave;

import org.jspecify.annotations.NullMarked;
