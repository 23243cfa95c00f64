/** Proves that the plugin keeps the contract and what is particular to Withings. */
@NullMarked
package org.healthsync.withings;

import org.jspecify.annotations.NullMarked;
