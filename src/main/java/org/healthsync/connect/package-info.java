/** Stage connect: a tenant's users and their connections to provider accounts. */
@NullMarked
package org.healthsync.connect;

import org.jspecify.annotations.NullMarked;
