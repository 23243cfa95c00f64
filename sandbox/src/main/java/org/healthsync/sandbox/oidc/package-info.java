/** A local token issuer, so that authentication runs for real where no identity provider is. */
@NullMarked
package org.healthsync.sandbox.oidc;

import org.jspecify.annotations.NullMarked;
