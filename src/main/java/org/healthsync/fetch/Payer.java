package org.healthsync.fetch;

import org.healthsync.platform.ProviderId;

/**
 * Whose budgets a request is charged to.
 *
 * @param provider the provider
 * @param client the operator's client id there
 * @param tenant who wants it, so that tenants share fairly; empty for requests of nobody in
 *     particular, such as those for tokens
 * @param account what limits of single accounts are counted for, an {@link AccountName}; empty for
 *     requests without an account
 * @param connection who waits for its turn, our own meaningless id; empty where nobody does
 */
public record Payer(
    ProviderId provider, String client, String tenant, String account, String connection) {

  /** Of an account that is connected once. */
  public Payer(ProviderId provider, String client, String tenant, String account) {
    this(provider, client, tenant, account, account);
  }
}
