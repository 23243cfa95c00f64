package org.healthsync.spi.notify;

import java.util.Set;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** One thing that a notification tells. Unknown accounts are dropped by the host, not an error. */
public sealed interface Change {

  /** The provider's id of the account. */
  String accountId();

  /**
   * Data of a stream changed; fetch it.
   *
   * @param window span to read again, or null for "what is new"
   */
  record Fetch(String accountId, String stream, @Nullable Window window) implements Change {}

  /**
   * The data themselves.
   *
   * @param page goes through mapping like a fetched page
   */
  record Data(String accountId, RawPage page) implements Change {}

  /**
   * A record was deleted at the provider.
   *
   * @param type reading type
   * @param sourceKey source key of the readings, or of the record they came from
   */
  record Deleted(String accountId, String type, String sourceKey) implements Change {}

  /** The person withdrew consent. */
  record Revoked(String accountId) implements Change {}

  /**
   * The person changed what is allowed.
   *
   * @param permissions all that are granted now
   */
  record Permissions(String accountId, Set<String> permissions) implements Change {}
}
