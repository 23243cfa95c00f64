package org.healthsync.connect.api;

import java.net.URI;
import java.time.Duration;
import org.healthsync.connect.oauth.ReturnUrls;
import org.healthsync.connect.token.AccessTokens;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.Tenants;

/**
 * Settings of the stage connect.
 *
 * @param callback {@code healthsync.public-url} with the path of the callback
 * @param redis where Redis is
 * @param consentTime {@code healthsync.connect.consent-time}: how long a person may take
 * @param patience {@code healthsync.connect.patience}: how long a person waits for the provider's
 *     limits after consent; some codes live for 30 seconds only
 * @param farewellTime {@code healthsync.connect.farewell-time}: how long a provider is asked to
 *     take a revocation before it is given up
 * @param refresh {@code healthsync.connect.parallel-refreshes} per provider and replica, and {@code
 *     healthsync.connect.refresh-patience}, which must exceed the deadline of provider calls,
 *     {@code healthsync.fetch.answer-timeout}
 * @param returnUrls {@code healthsync.tenant.<id>.return-urls}
 */
public record ConnectSettings(
    URI callback,
    RedisAddress redis,
    Duration consentTime,
    Duration patience,
    Duration farewellTime,
    AccessTokens.Settings refresh,
    ReturnUrls returnUrls) {

  private static final int MAX_PARALLEL = 64;

  /** Reads the settings. */
  public static ConnectSettings read(ConfigReader config, Tenants tenants) {
    return new ConnectSettings(
        PublicAddress.read(config).of("/oauth/callback"),
        RedisAddress.read(config),
        config.duration("healthsync.connect.consent-time", Duration.ofMinutes(10)),
        config.duration("healthsync.connect.patience", Duration.ofSeconds(10)),
        config.duration("healthsync.connect.farewell-time", Duration.ofDays(1)),
        new AccessTokens.Settings(
            (int) config.integer("healthsync.connect.parallel-refreshes", 2, 1, MAX_PARALLEL),
            config.duration("healthsync.connect.refresh-patience", Duration.ofSeconds(45)),
            config.duration("healthsync.fetch.answer-timeout", Duration.ofSeconds(30))),
        ReturnUrls.read(config, tenants));
  }
}
