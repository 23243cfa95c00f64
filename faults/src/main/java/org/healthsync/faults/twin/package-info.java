/** A second provider for runs that need two. */
@org.jspecify.annotations.NullMarked
package org.healthsync.faults.twin;
