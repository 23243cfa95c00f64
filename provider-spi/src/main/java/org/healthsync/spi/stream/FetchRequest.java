package org.healthsync.spi.stream;

import java.util.Optional;
import java.util.Set;
import org.healthsync.spi.auth.Account;
import org.jspecify.annotations.Nullable;

/**
 * Which page to fetch.
 *
 * <p>Without a window the stream continues from its own cursor. At the very first time there is
 * none: read all that is there, the newest data first where the provider asks for a request for
 * each day or record anyway, else in the order that costs the fewest requests. With a window the
 * plugin reads exactly that span, and {@code cursor} is the progress inside it; the stream's own
 * cursor is not touched.
 *
 * @param stream name of the stream
 * @param account whose data
 * @param explicitWindow span to read, or null for "what is new"
 * @param progress cursor of the page before, or null for the first
 * @param reference what a notification named: a record's id, or an address below one of the
 *     provider's endpoints; the request is for that alone. Null otherwise
 * @param grantedScopes what the person allows
 */
public record FetchRequest(
    String stream,
    Account account,
    @Nullable Window explicitWindow,
    @Nullable Cursor progress,
    @Nullable String reference,
    Set<String> grantedScopes) {

  /** Copies the scopes. */
  public FetchRequest {
    grantedScopes = Set.copyOf(grantedScopes);
  }

  /** The span to read, when one was asked for. */
  public Optional<Window> window() {
    return Optional.ofNullable(explicitWindow);
  }

  /** Where the page before ended. */
  public Optional<Cursor> cursor() {
    return Optional.ofNullable(progress);
  }
}
