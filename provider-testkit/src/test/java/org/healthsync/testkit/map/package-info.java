/** Tests of the offline tool and of the page that documents it. */
@NullMarked
package org.healthsync.testkit.map;

import org.jspecify.annotations.NullMarked;
