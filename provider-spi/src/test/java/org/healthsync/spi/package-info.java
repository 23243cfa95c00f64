/** Proves the checks of the contract's values and that the contract does not change unnoticed. */
@NullMarked
package org.healthsync.spi;

import org.jspecify.annotations.NullMarked;
