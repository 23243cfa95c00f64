/** A TCP proxy on loopback that makes a network as bad as a test wants it. */
@NullMarked
package org.healthsync.sandbox.proxy;

import org.jspecify.annotations.NullMarked;
