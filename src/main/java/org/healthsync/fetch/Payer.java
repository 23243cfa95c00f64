package org.healthsync.fetch;

import org.healthsync.platform.ProviderId;

/**
 * Whose budgets a request is charged to.
 *
 * @param provider the provider
 * @param client the operator's client id there
 * @param tenant who wants it, so that tenants share fairly; empty for requests of nobody in
 *     particular, such as those for tokens
 * @param account our stable, meaningless name of the account, such as the connection's id; empty
 *     for requests without an account
 */
public record Payer(ProviderId provider, String client, String tenant, String account) {}
