package org.healthsync.notify;

import java.net.URI;
import java.time.Duration;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.PublicAddress;

/**
 * Settings of notifications.
 *
 * @param address below which callbacks lie
 * @param subscribe whether providers are asked for notifications
 * @param renewAfter when a working subscription is made again, which brings back what was dropped
 * @param park how long a notification for an unknown account waits for the account
 * @param pollFactor by how much polls are rarer while a subscription works
 * @param pendingTime how long a connection may wait for the person's consent before it is removed
 */
public record NotifySettings(
    PublicAddress address,
    boolean subscribe,
    Duration renewAfter,
    Duration park,
    int pollFactor,
    Duration pendingTime) {

  private static final int RAREST = 100;

  /** Reads the settings. */
  public static NotifySettings read(ConfigReader config) {
    return new NotifySettings(
        PublicAddress.read(config),
        config.truth("healthsync.notify.subscribe", true),
        config.duration("healthsync.notify.renew-after", Duration.ofDays(7)),
        config.duration("healthsync.notify.park", Duration.ofMinutes(1)),
        (int) config.integer("healthsync.notify.poll-factor", 4, 1, RAREST),
        config.duration("healthsync.connect.pending-time", Duration.ofDays(1)));
  }

  /** The address to which a provider sends what concerns the owner of {@code key}. */
  public URI callback(String provider, WebhookKey key) {
    return address.of("/webhooks/" + provider + "/" + key.reveal());
  }
}
