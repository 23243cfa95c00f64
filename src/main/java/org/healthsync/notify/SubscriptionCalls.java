package org.healthsync.notify;

import java.net.URI;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;

/** What plugins do with subscriptions, under the host's limits. */
public interface SubscriptionCalls {

  /** Whether the provider takes a callback for each account. */
  boolean offered(ProviderId provider);

  /**
   * Makes the provider notify {@code callback} ({@code Provider.subscribe}).
   *
   * @throws ProviderException when it could not be had
   */
  void subscribe(ConnectionId connection, URI callback) throws ProviderException;
}
