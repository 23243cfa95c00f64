@NullMarked
package org.healthsync.sandbox.stack;

import org.jspecify.annotations.NullMarked;
