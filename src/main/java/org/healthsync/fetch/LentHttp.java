package org.healthsync.fetch;

import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ClientSigner;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderResponse;

/**
 * Access that ends with the call it was lent for: a plugin call that was abandoned must not go on
 * sending requests for an account that another worker may have taken over. Safe for many threads.
 */
public final class LentHttp implements ProviderHttp, AutoCloseable {

  private final ProviderHttp http;
  private volatile boolean over;

  /** Lends {@code http} until this is closed. */
  public LentHttp(ProviderHttp http) {
    this.http = http;
  }

  @Override
  public ProviderResponse send(ProviderRequest request) throws ProviderException {
    if (over) {
      throw new ProviderException(
          StandardError.PLUGIN_DEFECT, "a request was sent after the call had ended");
    }
    return http.send(request);
  }

  @Override
  public ClientSigner client() {
    return http.client();
  }

  @Override
  public void close() {
    over = true;
  }
}
