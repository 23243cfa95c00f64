package org.healthsync.fetch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsync.platform.RetryAfter;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginCall;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.Budget;
import org.healthsync.spi.http.BudgetSignal;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;
import org.jspecify.annotations.Nullable;

/** Asks the plugin what an answer means and draws the consequences for budgets and caller. */
final class AnswerJudge {

  /** A mistaken plugin must not stop a connection for years. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final ActivePlugin plugin;
  private final Payer payer;
  private final Outbound outbound;

  AnswerJudge(ActivePlugin plugin, Payer payer, Outbound outbound) {
    this.plugin = plugin;
    this.payer = payer;
    this.outbound = outbound;
  }

  /** An answer and its meaning. */
  record Judged(ProviderResponse response, Verdict verdict) {}

  /** Judges an answer to a request that was sent at {@code begun}, in the clock's milliseconds. */
  Judged judge(ProviderRequest request, ProviderResponse response, long begun)
      throws ProviderException {
    Verdict verdict = redirected(response) ? redirect(response) : classify(request, response);
    outbound
        .listener()
        .answered(
            plugin.id(),
            request.operation(),
            verdict.kind(),
            Duration.ofMillis(outbound.clock().millis() - begun));
    List<BudgetSignal> signals = signals(request, response);
    signals.forEach(this::obey);
    if (verdict.kind() == Verdict.Kind.THROTTLED) {
      close(request, response, verdict, signals);
    }
    return new Judged(response, verdict);
  }

  /** The response when it is as wanted, else the error that its verdict stands for. */
  ProviderResponse accept(ProviderRequest request, Judged judged) throws ProviderException {
    Verdict verdict = judged.verdict();
    if (verdict.kind() == Verdict.Kind.OK) {
      return judged.response();
    }
    Duration wait = wait(judged.response(), verdict);
    if (wait == null && verdict.kind() == Verdict.Kind.THROTTLED) {
      wait =
          charged(request, verdict).stream()
              .map(Budget::patience)
              .max(Duration::compareTo)
              .orElse(null);
    }
    throw VerdictErrors.of(request.operation(), verdict, wait);
  }

  private Verdict classify(ProviderRequest request, ProviderResponse response)
      throws ProviderException {
    return PluginCall.here(
        plugin.containment(), "classify", () -> plugin.provider().classify(request, response));
  }

  /** No provider's API redirects; a proxy or a captive portal does, and that passes. */
  private static boolean redirected(ProviderResponse response) {
    return response.status() >= 300 && response.status() < 400 && response.status() != 304;
  }

  private static Verdict redirect(ProviderResponse response) {
    return Verdict.of(
        Verdict.Kind.TRANSIENT, "http " + response.status() + ", redirects are not followed");
  }

  /** What the plugin reads from the answer; where it reads nothing, what well-known headers say. */
  private List<BudgetSignal> signals(ProviderRequest request, ProviderResponse response)
      throws ProviderException {
    List<BudgetSignal> told =
        PluginCall.here(
            plugin.containment(), "budgetSignals", () -> plugin.provider().budgetSignals(response));
    List<Charge> charges = Charge.of(plugin.descriptor().budgets(), request);
    // headers do not say which of several limits they speak of
    return told.isEmpty() && charges.size() == 1
        ? RateLimitHeaders.read(response, charges.get(0).budget(), outbound.clock().instant())
            .stream()
            .toList()
        : told;
  }

  private void obey(BudgetSignal signal) {
    Long remaining = signal.remaining();
    if (remaining == null) {
      return;
    }
    plugin.descriptor().budgets().stream()
        .filter(budget -> budget.name().equals(signal.budget()))
        .forEach(budget -> obey(budget, signal, remaining));
  }

  private void obey(Budget budget, BudgetSignal signal, long remaining) {
    if (remaining > 0) {
      outbound.budgets().told(payer, budget, signal);
      return;
    }
    Duration reset = signal.resetAfter();
    outbound
        .budgets()
        .close(payer, budget, reset == null ? budget.patience() : within(budget, reset));
  }

  /** No limit lasts for longer than its longest window, whatever a header says. */
  private static Duration within(Budget budget, Duration reset) {
    return budget.windows().stream()
        .map(Budget.Allowance::period)
        .max(Comparator.naturalOrder())
        .filter(longest -> longest.compareTo(reset) < 0)
        .orElse(reset);
  }

  private void close(
      ProviderRequest request,
      ProviderResponse response,
      Verdict verdict,
      List<BudgetSignal> signals) {
    Duration told = wait(response, verdict);
    for (Budget budget : charged(request, verdict)) {
      Duration wait = told == null ? budget.patience() : told;
      outbound.budgets().close(payer, budget, wait);
      outbound.listener().throttled(payer.provider(), wait);
      if (told == null && !explained(budget, signals)) {
        outbound.budgets().lower(payer, budget);
      }
    }
  }

  /** Whether the provider itself says how much is left, so that nothing has to be guessed. */
  private static boolean explained(Budget budget, List<BudgetSignal> signals) {
    return signals.stream()
        .anyMatch(signal -> signal.budget().equals(budget.name()) && signal.remaining() != null);
  }

  private List<Budget> charged(ProviderRequest request, Verdict verdict) {
    return Charge.of(plugin.descriptor().budgets(), request).stream()
        .map(Charge::budget)
        .filter(budget -> verdict.budget() == null || budget.name().equals(verdict.budget()))
        .toList();
  }

  /**
   * The longer of what the plugin and the header say; null when neither does. No time at all is
   * none that is said: whoever is refused and comes back at once is refused again.
   */
  private @Nullable Duration wait(ProviderResponse response, Verdict verdict) {
    return Stream.of(
            Optional.ofNullable(verdict.retryAfter()),
            response
                .header("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, outbound.clock().instant())))
        .flatMap(Optional::stream)
        .filter(wait -> !wait.isZero() && !wait.isNegative())
        .max(Comparator.naturalOrder())
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
        .orElse(null);
  }
}
