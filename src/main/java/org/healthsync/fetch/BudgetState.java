package org.healthsync.fetch;

import java.time.Duration;
import java.util.List;
import org.healthsync.spi.http.Budget;

/**
 * How a budget stands. Of a budget that each account has for itself it is the fullest one lately
 * used.
 *
 * @param name of the budget
 * @param scope who shares it
 * @param accounts how many accounts used it within its longest window; 0 for a shared one
 * @param closedFor how long nothing is granted; zero when it is open
 * @param windows in the order of the plugin
 */
public record BudgetState(
    String name, Budget.Scope scope, long accounts, Duration closedFor, List<Window> windows) {

  /** Copies the windows. */
  public BudgetState {
    windows = List.copyOf(windows);
  }

  /**
   * A window.
   *
   * @param period its length
   * @param alignment how windows follow each other
   * @param limit what the provider grants
   * @param effective what the replicas use together: less than the limit by what is set aside, and
   *     by what was learned from refusals
   * @param used taken, including what is under way
   * @param underWay taken by requests that have no answer yet, as far as slots tell them apart
   * @param others used by others with the same client id, by the provider's word
   * @param free left
   * @param reserve what of it history leaves to more urgent work
   */
  public record Window(
      Duration period,
      Budget.Alignment alignment,
      long limit,
      long effective,
      long used,
      long underWay,
      long others,
      long free,
      long reserve) {}
}
