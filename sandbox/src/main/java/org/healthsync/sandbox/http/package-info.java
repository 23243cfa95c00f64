/** The little HTTP plumbing that the simulated services share: Jetty on the loopback interface. */
@NullMarked
package org.healthsync.sandbox.http;

import org.jspecify.annotations.NullMarked;
