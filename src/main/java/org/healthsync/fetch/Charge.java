package org.healthsync.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.ProviderRequest;

/**
 * Permits that a request takes from one budget.
 *
 * @param budget the provider's limit
 * @param permits at least one
 */
public record Charge(Budget budget, long permits) {

  /** Demands at least one permit. */
  public Charge {
    if (permits < 1) {
      throw new IllegalArgumentException("a charge takes at least one permit, not " + permits);
    }
  }

  /**
   * What a request is charged: one permit of every budget that is charged by default, or what the
   * request says.
   *
   * @throws IllegalArgumentException when the request names a budget that the provider lacks
   */
  static List<Charge> of(List<Budget> budgets, ProviderRequest request) {
    requireKnown(budgets, request);
    List<Charge> charges = new ArrayList<>();
    for (Budget budget : budgets) {
      Long named = request.charges().get(budget.name());
      long permits = named != null ? named : budget.chargedByDefault() ? 1 : 0;
      if (permits > 0) {
        charges.add(new Charge(budget, permits));
      }
    }
    return charges;
  }

  /** What a request without an account is charged. */
  static List<Charge> ofClient(List<Budget> budgets) {
    return budgets.stream()
        .filter(budget -> budget.chargedByDefault() && budget.scope() == Budget.Scope.CLIENT)
        .map(budget -> new Charge(budget, 1))
        .toList();
  }

  private static void requireKnown(List<Budget> budgets, ProviderRequest request) {
    Set<String> names = budgets.stream().map(Budget::name).collect(Collectors.toSet());
    for (String named : request.charges().keySet()) {
      if (!names.contains(named)) {
        throw new IllegalArgumentException("there is no budget named " + named);
      }
    }
  }
}
