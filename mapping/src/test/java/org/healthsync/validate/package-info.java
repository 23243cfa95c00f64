@NullMarked
package org.healthsync.validate;

import org.jspecify.annotations.NullMarked;
