/** Proves that the suite lets a good plugin pass and says what is wrong with a broken one. */
@NullMarked
package org.healthsync.testkit;

import org.jspecify.annotations.NullMarked;
