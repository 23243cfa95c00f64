package org.healthsync.fetch;

import org.healthsync.platform.ProviderId;
import org.healthsync.spi.http.Budget;

/**
 * Redis keys of budgets. The part in braces is the same for all keys of a client, so that a Redis
 * cluster keeps them on one node and a script can touch them together.
 */
final class BudgetKeys {

  private BudgetKeys() {}

  /** Since when Redis knows what this client used, and how much it took since. */
  static String knowledge(Payer payer) {
    return client(payer) + "knowledge";
  }

  /** What this client took and Redis came back without. */
  static String lost(Payer payer) {
    return client(payer) + "lost";
  }

  static String closed(Payer payer, Budget budget) {
    return budget(payer, budget) + ":closed";
  }

  /** What is left of a limit after refusals of which the provider gave no details. */
  static String lowered(Payer payer, Budget budget) {
    return budget(payer, budget) + ":lowered";
  }

  /** Which accounts used a budget lately. */
  static String accounts(Payer payer, Budget budget) {
    return client(payer) + budget.name() + ":accounts";
  }

  static String window(Payer payer, Budget budget, Budget.Allowance window) {
    return budget(payer, budget) + ":" + window.period();
  }

  /** What the provider said of a window. */
  static String told(Payer payer, Budget budget, Budget.Allowance window) {
    return window(payer, budget, window) + ":told";
  }

  /** Which tenants use a window or wait for it. */
  static String tenants(Payer payer, Budget budget, Budget.Allowance window) {
    return window(payer, budget, window) + ":tenants";
  }

  /** When accounts of the payer's tenant that wait for a window may come again. */
  static String turns(Payer payer, Budget budget, Budget.Allowance window) {
    return window(payer, budget, window) + ":turns:" + payer.tenant();
  }

  /** How a provider's requests went lately. */
  static String breaker(ProviderId provider) {
    return "healthsync:breaker:{" + provider + "}";
  }

  /** The name of a budget of this payer, unique over all of them. */
  static String budget(Payer payer, Budget budget) {
    String account =
        switch (budget.scope()) {
          case CLIENT -> "";
          case ACCOUNT -> ":" + payer.account();
        };
    return client(payer) + budget.name() + account;
  }

  private static String client(Payer payer) {
    return "healthsync:budget:{" + payer.provider() + "|" + payer.client() + "}:";
  }
}
