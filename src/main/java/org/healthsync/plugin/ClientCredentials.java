package org.healthsync.plugin;

import org.healthsync.platform.Secret;

/**
 * The operator's application at a provider.
 *
 * @param id public client id
 * @param secret never leaves the host
 */
public record ClientCredentials(String id, Secret secret) {}
