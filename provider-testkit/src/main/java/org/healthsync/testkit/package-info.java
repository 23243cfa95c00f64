/** What plugin authors test against. */
@NullMarked
package org.healthsync.testkit;

import org.jspecify.annotations.NullMarked;
