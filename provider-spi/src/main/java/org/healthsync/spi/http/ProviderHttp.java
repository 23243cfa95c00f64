package org.healthsync.spi.http;

import org.healthsync.spi.ProviderException;

/**
 * The only way out of a plugin. The host resolves the endpoint, adds the token, charges the
 * budgets, applies time, size, depth and ratio limits, repeats what is safe to repeat, asks the
 * plugin for its verdict and keeps secrets out of logs.
 */
public interface ProviderHttp {

  /**
   * Sends a request and waits for the whole answer.
   *
   * @return an answer that the plugin's {@code classify} judged as OK, whatever its HTTP status
   * @throws ProviderException for every other verdict, for network failures and used-up budgets;
   *     let it pass through
   * @throws RuntimeException when the service itself fails, as when its database is away; let it
   *     pass through too: the call is made again
   */
  ProviderResponse send(ProviderRequest request) throws ProviderException;

  /** The operator's application at the provider, for signed requests. */
  ClientSigner client();
}
