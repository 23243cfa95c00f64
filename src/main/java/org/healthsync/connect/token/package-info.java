/** Tokens at rest and their renewal. */
@NullMarked
package org.healthsync.connect.token;

import org.jspecify.annotations.NullMarked;
