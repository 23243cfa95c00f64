package org.healthsync.fetch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.healthsync.platform.Lane;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/**
 * The way that every request takes to a provider: breaker, budgets, exchange. Safe for many
 * threads; blocks only for the exchange.
 */
public final class Outbound {

  private static final int SERVER_ERROR = 500;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Budgets budgets;
  private final Breakers breakers;
  private final Attempts attempts;
  private final HttpExchange exchange;
  private final FetchSettings settings;
  private final FetchListener listener;
  private final Clock clock;

  /**
   * Sends with threads of {@code executor}.
   *
   * @param attempts repeats what is safe to repeat
   */
  public Outbound(
      Budgets budgets,
      Breakers breakers,
      Attempts attempts,
      Executor executor,
      FetchSettings settings,
      FetchListener listener,
      Clock clock) {
    this.budgets = budgets;
    this.breakers = breakers;
    this.attempts = attempts;
    this.exchange = new HttpExchange(executor, settings);
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * A request that is ready to leave.
   *
   * @param operation for metrics and messages
   */
  record Departure(
      Payer payer, Lane lane, List<Charge> charges, String operation, HttpRequest request) {}

  HttpAnswer send(Departure departure) throws ProviderException {
    return attempts.run(() -> attempt(departure));
  }

  HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address)
        .setHeader("Accept-Encoding", "gzip")
        .setHeader("Accept", "application/json")
        .setHeader("User-Agent", settings.userAgent());
  }

  Budgets budgets() {
    return budgets;
  }

  FetchListener listener() {
    return listener;
  }

  Clock clock() {
    return clock;
  }

  private HttpAnswer attempt(Departure departure)
      throws ProviderException, RepeatableFailureException {
    Breakers.Pass pass = breakers.enter(departure.payer().provider(), departure.lane());
    Outcome outcome = Outcome.UNSENT;
    try {
      Permit.Granted permit = charge(departure);
      outcome = Outcome.FAILED;
      HttpAnswer answer = settled(departure, permit);
      outcome = answer.status() >= SERVER_ERROR ? Outcome.FAILED : Outcome.ANSWERED;
      return answer;
    } finally {
      breakers.leave(pass, outcome);
    }
  }

  private HttpAnswer settled(Departure departure, Permit.Granted permit)
      throws ProviderException, RepeatableFailureException {
    boolean answered = false;
    try {
      HttpAnswer answer = timed(departure);
      answered = true;
      return answer;
    } finally {
      budgets.settle(permit, answered);
    }
  }

  private HttpAnswer timed(Departure departure)
      throws ProviderException, RepeatableFailureException {
    long begun = clock.millis();
    return exchange.send(
        departure.request(),
        reason ->
            listener.failed(
                departure.payer().provider(),
                departure.operation(),
                reason,
                Duration.ofMillis(clock.millis() - begun)));
  }

  private Permit.Granted charge(Departure departure) throws ProviderException {
    long begun = clock.millis();
    Permit.Granted permit = granted(departure);
    if (clock.millis() - begun > budgets.patience().toMillis()) {
      // the process stood still: the permit may be out of date when the request arrives
      budgets.settle(permit, true);
      throw new ProviderException(
          StandardError.THROTTLED, "held up before it was sent", SOON, null);
    }
    return permit;
  }

  private Permit.Granted granted(Departure departure) throws ProviderException {
    Permit permit = take(departure);
    if (permit instanceof Permit.Refused refused) {
      listener.putOff(
          departure.payer().provider(), refused.budget(), departure.lane(), refused.retryAfter());
      throw new ProviderException(
          StandardError.THROTTLED,
          "budget " + refused.budget() + " is used up",
          refused.retryAfter(),
          null);
    }
    return (Permit.Granted) permit;
  }

  private Permit take(Departure departure) throws ProviderException {
    try {
      return budgets.take(departure.payer(), departure.charges(), departure.lane());
    } catch (IllegalArgumentException e) {
      throw new ProviderException(StandardError.PLUGIN_DEFECT, String.valueOf(e.getMessage()));
    }
  }
}
