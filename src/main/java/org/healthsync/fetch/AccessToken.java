package org.healthsync.fetch;

import org.healthsync.platform.Secret;

/**
 * An access token of one account.
 *
 * @param value as the provider issued it
 */
public record AccessToken(Secret value) {}
