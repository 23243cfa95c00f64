@NullMarked
package org.healthsync.sandbox.proxy;

import org.jspecify.annotations.NullMarked;
