/** OAuth 2.0 as a provider offers it: endpoints, client authentication, scopes, refresh. */
@NullMarked
package org.healthsync.spi.auth;

import org.jspecify.annotations.NullMarked;
