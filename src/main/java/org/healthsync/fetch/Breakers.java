package org.healthsync.fetch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * Leaves a provider in peace that fails again and again, for all replicas: after a pause that grows
 * exactly one request tries, and the others wait for what comes of it. While Redis is away each
 * replica decides for itself. Never waits. Safe for many threads.
 */
public final class Breakers {

  private final SharedBreaker shared;
  private final RedisContact contact;
  private final FetchSettings settings;
  private final FetchListener listener;
  private final Clock clock;
  private final Map<ProviderId, ProviderGate> gates = new ConcurrentHashMap<>();
  private final String replica = UUID.randomUUID().toString();
  private final AtomicLong requests = new AtomicLong();

  /** Breakers in {@code redis}. */
  public Breakers(
      UnifiedJedis redis,
      RedisContact contact,
      FetchSettings settings,
      FetchListener listener,
      Clock clock) {
    this(redis, contact, settings, listener, clock, () -> "");
  }

  Breakers(
      UnifiedJedis redis,
      RedisContact contact,
      FetchSettings settings,
      FetchListener listener,
      Clock clock,
      Supplier<String> time) {
    this.shared = new SharedBreaker(redis, settings, time);
    this.contact = contact;
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Leave to send one request.
   *
   * @param name unique over all replicas
   * @param told whether all replicas have to hear of a good end, too
   * @param probe whether this request tries a provider that has failed
   * @param alone whether this replica decided for itself
   * @param since when it was given
   */
  record Pass(
      ProviderId provider,
      ProviderGate gate,
      String name,
      boolean told,
      boolean probe,
      boolean alone,
      Instant since) {}

  /** As {@link #enter(ProviderId, Lane)} for what is not urgent. */
  Pass enter(ProviderId provider) throws ProviderException {
    return enter(provider, Lane.SCHEDULED);
  }

  /**
   * Asks for leave to send; {@link #leave} must follow.
   *
   * @throws ProviderException {@code THROTTLED} with the time to come back
   */
  Pass enter(ProviderId provider, Lane lane) throws ProviderException {
    ProviderGate gate = gate(provider);
    gate.enter(lane.before(Lane.SCHEDULED));
    boolean passed = false;
    try {
      Pass pass = ask(provider, gate);
      passed = true;
      return pass;
    } finally {
      if (!passed) {
        gate.leave(Outcome.UNSENT);
      }
    }
  }

  private Pass ask(ProviderId provider, ProviderGate gate) throws ProviderException {
    String name = replica + requests.incrementAndGet();
    SharedBreaker.Answer answer = contact.ask(() -> shared.enter(provider, name));
    if (answer == null) {
      gate.requireOpen();
      return new Pass(provider, gate, name, true, false, true, clock.instant());
    }
    if (!answer.sent()) {
      throw ProviderGate.inPeace(answer.failures(), answer.comeBack());
    }
    return new Pass(
        provider, gate, name, answer.failures() > 0, answer.probe(), false, clock.instant());
  }

  /** Says what became of the request. */
  void leave(Pass pass, Outcome seen) {
    Outcome outcome = credible(pass, seen);
    if (pass.alone() && outcome == Outcome.UNSENT) {
      pass.gate().probeUnsent();
    }
    boolean closed = pass.gate().leave(outcome);
    Duration pause = tell(pass, outcome);
    if (pause == null) {
      pause = closed ? settings.pause() : Duration.ZERO;
    }
    if (!pause.isZero()) {
      listener.paused(pass.provider(), pause);
    }
  }

  /** A replica that was frozen finds all its requests timed out, which is not the provider's. */
  private Outcome credible(Pass pass, Outcome seen) {
    boolean stoodStill = clock.instant().isAfter(pass.since().plus(settings.longestRequest()));
    return seen == Outcome.FAILED && stoodStill ? Outcome.UNSENT : seen;
  }

  /** The pause that all replicas take; null when Redis does not answer. */
  private @Nullable Duration tell(Pass pass, Outcome outcome) {
    boolean news =
        switch (outcome) {
          case FAILED -> true;
          case ANSWERED -> pass.told();
          case UNSENT -> pass.probe();
        };
    return news
        ? contact.ask(() -> shared.leave(pass.provider(), pass.name(), outcome))
        : Duration.ZERO;
  }

  /** Where the breaker of a provider stands, as far as this replica can tell. */
  public BreakerState state(ProviderId provider) {
    BreakerState state = contact.ask(() -> shared.state(provider));
    return state == null ? gate(provider).state() : state;
  }

  private ProviderGate gate(ProviderId provider) {
    return gates.computeIfAbsent(provider, id -> new ProviderGate(settings, clock));
  }
}
