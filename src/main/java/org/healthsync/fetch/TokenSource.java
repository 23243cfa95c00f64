package org.healthsync.fetch;

import org.healthsync.spi.ProviderException;

/** Gives the access token of one connection. Safe for many threads; may block. */
public interface TokenSource {

  /**
   * A token that is valid as far as we know.
   *
   * @throws ProviderException {@code UNAUTHORIZED} when the person must authorize again
   */
  AccessToken current() throws ProviderException;

  /**
   * A token other than {@code refused}, which the provider did not accept although it should be
   * valid. When another worker has renewed it meanwhile, that one is returned.
   *
   * @throws ProviderException {@code UNAUTHORIZED} when the grant is gone
   */
  AccessToken renew(AccessToken refused) throws ProviderException;
}
