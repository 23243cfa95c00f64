package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.Verdict;

/** Told what happens between us and the providers, for metrics. Must return at once. */
public interface FetchListener {

  /** Hears nothing. */
  FetchListener NONE = new FetchListener() {};

  /** A provider answered, and the plugin judged the answer. */
  default void answered(
      ProviderId provider, String operation, Verdict.Kind verdict, Duration took) {}

  /** No or no usable answer came. */
  default void failed(ProviderId provider, String operation, NoAnswer reason, Duration took) {}

  /** A request was put off because a budget is used up. */
  default void putOff(ProviderId provider, String budget, Lane lane, Duration retryAfter) {}

  /** A provider said that a budget is used up, which our own count did not foresee. */
  default void throttled(ProviderId provider, Duration closedFor) {}

  /** The shared budgets became unreachable ({@code true}) or are back ({@code false}). */
  default void budgetsOnTheirOwn(boolean alone) {}

  /** So many requests in a row failed that the provider is left in peace for a while. */
  default void paused(ProviderId provider, Duration pause) {}
}
