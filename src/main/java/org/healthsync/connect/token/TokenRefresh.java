package org.healthsync.connect.token;

import java.time.Duration;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;

/** Asks a provider for new tokens; what {@link AccessTokens} needs of OAuth. */
public interface TokenRefresh {

  /** How long before its end an access token of this provider is renewed. */
  Duration early(ProviderId provider);

  /**
   * Sends one refresh request. Blocks, at most for the transport's deadline.
   *
   * @return the new tokens; the refresh token is the old one when the provider gave no new one
   * @throws ProviderException {@code CONSENT_LOST} when the grant is gone; anything else leaves the
   *     question open, and the old tokens in place
   */
  Tokens refresh(ProviderId provider, String region, Tokens current) throws ProviderException;
}
