@NullMarked
package org.healthsync.sandbox.oidc;

import org.jspecify.annotations.NullMarked;
