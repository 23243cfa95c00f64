package org.healthsync.withings;

import java.time.Clock;
import java.util.Map;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;

/** Reads a list that knows neither time nor pages: all of it, every time. */
final class WholeList implements PageSource {

  private final Received received;

  WholeList(Clock clock) {
    this.received = new Received(clock);
  }

  @Override
  public Page fetch(WithingsStream stream, FetchRequest request, ProviderHttp http)
      throws ProviderException {
    ProviderResponse response = http.send(stream.request());
    RecordPage.of(response.json(), stream.list());
    return new Page(received.page(stream, response, Map.of()), new Cursor(1, "read"), false);
  }
}
