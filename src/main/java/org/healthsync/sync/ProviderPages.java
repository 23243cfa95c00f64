package org.healthsync.sync;

import org.healthsync.connect.token.AccessTokens;
import org.healthsync.fetch.AccountName;
import org.healthsync.fetch.HostHttp;
import org.healthsync.fetch.Outbound;
import org.healthsync.fetch.PageFetcher;
import org.healthsync.ledger.StreamState;
import org.healthsync.ledger.StreamStates;
import org.healthsync.schedule.SyncRequest;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.jspecify.annotations.Nullable;

/** Fetches pages from providers with the connection's own tokens, within the provider's budgets. */
final class ProviderPages implements PageSource {

  private final PageFetcher fetcher;
  private final Outbound outbound;
  private final JsonReader json;
  private final AccessTokens tokens;
  private final StreamStates streams;

  ProviderPages(
      PageFetcher fetcher,
      Outbound outbound,
      JsonReader json,
      AccessTokens tokens,
      StreamStates streams) {
    this.fetcher = fetcher;
    this.outbound = outbound;
    this.json = json;
    this.tokens = tokens;
    this.streams = streams;
  }

  @Override
  public Page fetch(SyncTarget target, SyncRequest request) throws ProviderException {
    ConnectionTokens lent = new ConnectionTokens(tokens, target.connection());
    HostHttp http =
        new HostHttp(
            target.plugin(),
            new HostHttp.Line(
                target.account().region(),
                target.tenant().value(),
                AccountName.of(target.plugin().id(), target.account().id()),
                target.connection().toString(),
                request.lane()),
            lent,
            outbound,
            json);
    FetchRequest wanted =
        new FetchRequest(
            request.stream(),
            target.account(),
            request.explicitWindow(),
            cursor(request),
            null,
            target.scopes());
    try {
      return fetcher.fetch(target.plugin(), wanted, http);
    } catch (ProviderException e) {
      throw RefusedToken.in(e, lent.lentRotation());
    }
  }

  private @Nullable Cursor cursor(SyncRequest request) {
    return request.window().isPresent()
        ? request.progress()
        : streams.of(request.connection(), request.stream()).map(StreamState::cursor).orElse(null);
  }
}
