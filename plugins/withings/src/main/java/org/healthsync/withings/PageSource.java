package org.healthsync.withings;

import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;

/** A way of reading streams page by page. */
interface PageSource {

  /** The next page of a stream that is read in this way. */
  Page fetch(WithingsStream stream, FetchRequest request, ProviderHttp http)
      throws ProviderException;
}
