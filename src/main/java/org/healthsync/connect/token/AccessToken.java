package org.healthsync.connect.token;

import java.time.Instant;
import org.healthsync.platform.Secret;

/**
 * What a request to the provider is authorized with.
 *
 * @param value the bearer token
 * @param expiresAt when the provider stops to accept it
 * @param rotation which of the connection's tokens this is; rises with each stored one
 */
public record AccessToken(Secret value, Instant expiresAt, long rotation) {}
