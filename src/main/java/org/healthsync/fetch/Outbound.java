package org.healthsync.fetch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;

/**
 * The way that every request takes to a provider: gate, budgets, exchange. Safe for many threads;
 * blocks only for the exchange.
 */
public final class Outbound {

  private static final int SERVER_ERROR = 500;

  private final Budgets budgets;
  private final Attempts attempts;
  private final HttpExchange exchange;
  private final FetchSettings settings;
  private final FetchListener listener;
  private final Clock clock;
  private final Map<ProviderId, ProviderGate> gates = new ConcurrentHashMap<>();

  /**
   * Sends with threads of {@code executor}.
   *
   * @param attempts repeats what is safe to repeat
   */
  public Outbound(
      Budgets budgets,
      Attempts attempts,
      Executor executor,
      FetchSettings settings,
      FetchListener listener,
      Clock clock) {
    this.budgets = budgets;
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
    ProviderId provider = departure.payer().provider();
    ProviderGate gate = gates.computeIfAbsent(provider, id -> new ProviderGate(settings, clock));
    gate.enter();
    boolean failed = false;
    try {
      charge(departure);
      failed = true;
      HttpAnswer answer = timed(departure);
      failed = answer.status() >= SERVER_ERROR;
      return answer;
    } finally {
      if (gate.leave(failed)) {
        listener.paused(provider, settings.pause());
      }
    }
  }

  private HttpAnswer timed(Departure departure)
      throws ProviderException, RepeatableFailureException {
    long begun = clock.millis();
    boolean answered = false;
    try {
      HttpAnswer answer = exchange.send(departure.request());
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        listener.failed(
            departure.payer().provider(),
            departure.operation(),
            Duration.ofMillis(clock.millis() - begun));
      }
    }
  }

  private void charge(Departure departure) throws ProviderException {
    try {
      Permit permit = budgets.take(departure.payer(), departure.charges(), departure.lane());
      if (permit instanceof Permit.Refused refused) {
        listener.putOff(
            departure.payer().provider(), refused.budget(), departure.lane(), refused.retryAfter());
        throw new ProviderException(
            StandardError.THROTTLED,
            "budget " + refused.budget() + " is used up",
            refused.retryAfter(),
            null);
      }
    } catch (IllegalArgumentException e) {
      throw new ProviderException(StandardError.PLUGIN_DEFECT, String.valueOf(e.getMessage()));
    }
  }
}
