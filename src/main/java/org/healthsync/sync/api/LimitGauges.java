package org.healthsync.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.healthsync.fetch.BreakerState;
import org.healthsync.fetch.BudgetState;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.spi.http.Budget;
import org.healthsync.sync.LimitWatch;
import org.healthsync.sync.ProviderLimits;
import org.healthsync.sync.ProviderLimits.Seen;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the providers' limits that all accounts share, of the breakers and of runaway plugin
 * calls. A value that nobody knows, since Redis is away, is -1.
 */
@ApplicationScoped
public class LimitGauges implements LimitWatch {

  private static final Duration FRESH = Duration.ofSeconds(2);

  @Inject MetricRegistry registry;
  @Inject ProviderLimits limits;
  @Inject Clock clock;

  private @Nullable Look last;

  /** What was seen at a time: one scrape reads many gauges. */
  private record Look(Instant at, List<Seen> seen) {}

  @Override
  public void watch(PluginRegistry plugins) {
    plugins.active().forEach(this::watch);
  }

  private void watch(ActivePlugin plugin) {
    Tag provider = new Tag("provider", plugin.id().value());
    registry.gauge("healthsync_provider_breaker_open", () -> breaker(plugin) ? 1 : 0, provider);
    registry.gauge(
        "healthsync_plugin_abandoned_calls", () -> plugin.containment().abandonedCalls(), provider);
    for (Budget budget : plugin.descriptor().budgets()) {
      if (budget.scope() == Budget.Scope.CLIENT) {
        budget.windows().forEach(window -> watch(plugin, budget, window));
      }
    }
  }

  private void watch(ActivePlugin plugin, Budget budget, Budget.Allowance window) {
    Tag[] tags = {
      new Tag("provider", plugin.id().value()),
      new Tag("budget", budget.name()),
      new Tag("period", window.period().toString())
    };
    registry.gauge(
        "healthsync_budget_left",
        () -> number(plugin, budget, window, BudgetState.Window::free),
        tags);
    registry.gauge(
        "healthsync_budget_limit",
        () -> number(plugin, budget, window, BudgetState.Window::effective),
        tags);
  }

  private boolean breaker(ActivePlugin plugin) {
    return of(plugin)
        .map(seen -> seen.breaker().position() != BreakerState.Position.CLOSED)
        .orElse(false);
  }

  private long number(
      ActivePlugin plugin,
      Budget budget,
      Budget.Allowance window,
      ToLongFunction<BudgetState.Window> what) {
    return of(plugin).stream()
        .flatMap(seen -> seen.budgets().stream())
        .filter(state -> state.name().equals(budget.name()))
        .flatMap(state -> state.windows().stream())
        .filter(state -> state.period().equals(window.period()))
        .mapToLong(what)
        .findFirst()
        .orElse(-1);
  }

  private Optional<Seen> of(ActivePlugin plugin) {
    return look().stream().filter(seen -> seen.provider().equals(plugin.id())).findFirst();
  }

  private synchronized List<Seen> look() {
    Instant now = clock.instant();
    Look known = last;
    if (known == null || now.isAfter(known.at().plus(FRESH))) {
      known = new Look(now, limits.all());
      last = known;
    }
    return known.seen();
  }
}
