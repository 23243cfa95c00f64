package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.platform.ConfigReader;

/**
 * Limits of every conversation with a provider.
 *
 * @param connect time to open a connection
 * @param answer time from sending a request to the last byte of its answer
 * @param page time for a plugin to fetch one page, which may take several requests
 * @param maxBody largest body in bytes, before and after decompression. An answer takes up to ten
 *     times as much memory while it is read
 * @param maxPage largest page that a plugin may return, in bytes
 * @param userAgent how we introduce ourselves
 * @param concurrency requests that may be under way at one provider from this replica
 * @param failures requests in a row, of all replicas, that must fail before the provider is left in
 *     peace
 * @param pause for how long the first time; twice as long each time that it fails again
 * @param longestPause the most that this grows to
 */
public record FetchSettings(
    Duration connect,
    Duration answer,
    Duration page,
    long maxBody,
    long maxPage,
    String userAgent,
    int concurrency,
    int failures,
    Duration pause,
    Duration longestPause) {

  private static final long MEBIBYTE = 1024 * 1024;
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** Reads {@code healthsync.fetch.*}. */
  public static FetchSettings read(ConfigReader config) {
    return new FetchSettings(
        config.duration("healthsync.fetch.connect-timeout", Duration.ofSeconds(5)),
        config.duration("healthsync.fetch.answer-timeout", Duration.ofSeconds(30)),
        config.duration("healthsync.fetch.page-timeout", Duration.ofMinutes(2)),
        config.integer("healthsync.fetch.max-body-bytes", 8 * MEBIBYTE, 1024, 512 * MEBIBYTE),
        config.integer("healthsync.fetch.max-page-bytes", 8 * MEBIBYTE, 1024, 512 * MEBIBYTE),
        config.text("healthsync.fetch.user-agent", "HealthDataSync/1.0"),
        (int) config.integer("healthsync.fetch.concurrency-per-provider", 16, 1, 1000),
        (int) config.integer("healthsync.fetch.failures-before-pause", 8, 1, 1000),
        config.duration("healthsync.fetch.pause", Duration.ofSeconds(30)),
        config.duration("healthsync.fetch.longest-pause", Duration.ofMinutes(5)));
  }

  /** How long a request takes at most; one that took longer was in a process that stood still. */
  Duration longestRequest() {
    return connect.plus(answer).plus(SLACK);
  }
}
