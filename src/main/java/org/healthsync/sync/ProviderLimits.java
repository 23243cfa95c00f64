package org.healthsync.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsync.fetch.BreakerState;
import org.healthsync.fetch.Breakers;
import org.healthsync.fetch.BudgetState;
import org.healthsync.fetch.BudgetViews;
import org.healthsync.fetch.Payer;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;

/** How the limits of the active plugins' providers stand. Safe for many threads. */
public final class ProviderLimits {

  private final PluginRegistry plugins;
  private final BudgetViews views;
  private final Breakers breakers;
  private final Clock clock;

  ProviderLimits(PluginRegistry plugins, BudgetViews views, Breakers breakers, Clock clock) {
    this.plugins = plugins;
    this.views = views;
    this.breakers = breakers;
    this.clock = clock;
  }

  /**
   * What was seen of one provider.
   *
   * @param provider which
   * @param at when
   * @param shared whether the replicas count together
   * @param breaker whether requests go there
   * @param budgets what is used; empty while Redis is away
   */
  public record Seen(
      ProviderId provider,
      Instant at,
      boolean shared,
      BreakerState breaker,
      List<BudgetState> budgets) {

    /** Copies the budgets. */
    public Seen {
      budgets = List.copyOf(budgets);
    }
  }

  /** All active providers, by id. Blocks for a few calls to Redis. */
  public List<Seen> all() {
    return plugins.active().stream().map(this::look).toList();
  }

  private Seen look(ActivePlugin plugin) {
    Payer payer = new Payer(plugin.id(), plugin.settings().client().id(), "", "");
    Optional<List<BudgetState>> budgets = views.look(payer, plugin.descriptor().budgets());
    return new Seen(
        plugin.id(),
        clock.instant(),
        budgets.isPresent() && views.isShared(),
        breakers.state(plugin.id()),
        budgets.orElse(List.of()));
  }
}
