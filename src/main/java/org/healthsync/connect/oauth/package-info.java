/** OAuth 2.0 towards providers: authorization, token endpoint, disconnection. */
@NullMarked
package org.healthsync.connect.oauth;

import org.jspecify.annotations.NullMarked;
