package org.healthsync.fetch;

import java.util.ArrayList;
import java.util.List;
import org.healthsync.spi.http.Budget;

/** Windows in the form in which the scripts read them. */
final class WindowArguments {

  private static final int SLOTS = 240;

  private final BudgetSettings settings;

  WindowArguments(BudgetSettings settings) {
    this.settings = settings;
  }

  /** All windows of a budget, each charged with {@code permits}. */
  List<String> of(Budget budget, long permits) {
    return of(List.of(new Charge(budget, permits)));
  }

  /** All windows of all charged budgets, in their order. */
  List<String> of(List<Charge> charges) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      for (Budget.Allowance window : charge.budget().windows()) {
        arguments.addAll(of(charge, window, i + 1));
      }
    }
    return arguments;
  }

  /** One window; {@code position} is that of its budget among those of the call. */
  List<String> of(Charge charge, Budget.Allowance window, int position) {
    long period = window.period().toMillis();
    long limit = limit(window);
    return List.of(
        Integer.toString(position),
        Long.toString(limit),
        Long.toString(charge.permits()),
        Long.toString(period),
        Long.toString(Math.max(1, period / SLOTS)),
        flag(window.alignment() == Budget.Alignment.FIXED_UTC),
        flag(charge.budget().scope() == Budget.Scope.CLIENT),
        Long.toString(settings.reserve(limit)));
  }

  /** What all replicas together may take of a window. */
  long limit(Budget.Allowance window) {
    // the account that asks is connected, so at least its own extra permits are there
    return settings.shared(window.permits() + window.permitsPerAccount());
  }

  String skew() {
    return Long.toString(settings.inFlight().toMillis());
  }

  String longest() {
    return Long.toString(settings.longest().toMillis());
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }
}
