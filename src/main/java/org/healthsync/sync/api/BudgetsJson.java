package org.healthsync.sync.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.fetch.BreakerState;
import org.healthsync.fetch.BudgetState;
import org.healthsync.spi.http.Budget;
import org.healthsync.sync.ProviderLimits.Seen;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a provider.
 *
 * @param provider its id
 * @param mode {@code SHARED} when all replicas count together, {@code OWN} while Redis is away
 * @param breaker whether requests go to the provider
 * @param budgets what is used; empty while Redis is away
 */
@Schema(name = "ProviderBudgets")
public record BudgetsJson(
    String provider, String mode, BreakerJson breaker, List<BudgetJson> budgets) {

  static BudgetsJson of(Seen seen) {
    return new BudgetsJson(
        seen.provider().value(),
        seen.shared() ? "SHARED" : "OWN",
        BreakerJson.of(seen.breaker(), seen.at()),
        seen.budgets().stream().map(budget -> BudgetJson.of(budget, seen.at())).toList());
  }

  private static @Nullable Instant until(Instant now, Duration left) {
    return left.isZero() ? null : now.plus(left);
  }

  /** Whether requests go to the provider. */
  @Schema(name = "Breaker")
  public record BreakerJson(String state, int failures, @Nullable Instant openUntil) {

    static BreakerJson of(BreakerState state, Instant now) {
      return new BreakerJson(
          state.position().name(), state.failures(), until(now, state.openFor()));
    }
  }

  /** A limit; {@code accounts} is how many used it lately, where each has its own. */
  @Schema(name = "Budget")
  public record BudgetJson(
      String name,
      String scope,
      @Nullable Long accounts,
      @Nullable Instant closedUntil,
      List<WindowJson> windows) {

    static BudgetJson of(BudgetState state, Instant now) {
      return new BudgetJson(
          state.name(),
          state.scope().name(),
          state.scope() == Budget.Scope.ACCOUNT ? state.accounts() : null,
          until(now, state.closedFor()),
          state.windows().stream().map(WindowJson::of).toList());
    }
  }

  /** One window of a limit. */
  @Schema(name = "BudgetWindow")
  public record WindowJson(
      String period,
      String alignment,
      long limit,
      long effectiveLimit,
      long used,
      long underWay,
      long usedByOthers,
      long free,
      long reserve) {

    static WindowJson of(BudgetState.Window window) {
      return new WindowJson(
          window.period().toString(),
          window.alignment().name(),
          window.limit(),
          window.effective(),
          window.used(),
          window.underWay(),
          window.others(),
          window.free(),
          window.reserve());
    }
  }
}
